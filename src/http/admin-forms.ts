import { type Html, html } from '../html.ts';
import { button, type Look } from './admin-look.ts';
import { href } from './view.ts';

/** The acts that no figure stands for. What mails many people asks once more. */
export function actsPart(look: Look): Html {
  const { view, words } = look;
  return html`<h2>${words.acts}</h2>
    <section class="act">
    <h3><label for="subscription">${words.pushOne}</label></h3>
    <p>${words.pushOneText}</p>
    <form method="post" action="${href(view, '/admin/push/push-one')}">
    <input id="subscription" name="subscription" inputmode="numeric" pattern="[1-9][0-9]{0,14}" required placeholder="${words.pushOneNumber}" aria-label="${words.pushOneNumber}" autocomplete="off">
    <button class="main">${words.pushOneButton}</button>
    </form>
    </section>
    <section class="act">
    <h3>${words.pushAll}</h3>
    <p>${words.pushAllText}</p>
    <details id="push-all"><summary>${words.pushAllOpen}</summary>
    ${button(look, { act: 'push-all', label: words.pushAllButton, kind: 'main' })}
    </details>
    </section>
    ${act(look, { act: 'schedule-all', title: words.scheduleAll, text: words.scheduleAllText, label: words.scheduleAllButton })}
    ${act(look, { act: 'test', title: words.test, text: words.testText, label: words.testButton })}
    ${act(look, { act: 'sweep', title: words.sweep, text: words.sweepText, label: words.sweepButton })}`;
}

const act = (look: Look, input: { act: string; title: string; text: string; label: string }): Html =>
  html`<section class="act">
  <h3>${input.title}</h3>
  <p>${input.text}</p>
  ${button(look, { act: input.act, label: input.label })}
  </section>
  `;
