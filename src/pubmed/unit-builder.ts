import type { XmlElement } from './xml-tree.ts';

/** Which elements are the units of a document. */
export interface UnitRules {
  /** True makes the root element one unit; false makes each of its children one. */
  isUnit: (rootName: string) => boolean;
  /** Subtrees that nobody reads: checked, but not built. */
  isSkipped: (name: string) => boolean;
}

/** Turns the events of one document into light trees, one unit at a time. `depth` counts the open elements. */
export const createUnitBuilder = (rules: UnitRules) => {
  /** The elements being built, the unit first. Empty between units. */
  const building: XmlElement[] = [];
  let depth = 0;
  /** The depth of the skipped element that the reader is in; 0 outside. */
  let skippedAt = 0;

  return {
    depth: (): number => depth,

    open(name: string, attributes: Readonly<Record<string, string>>): void {
      depth++;
      if (skippedAt > 0 || (depth === 1 && !rules.isUnit(name))) return;
      const parent = building.at(-1);
      if (parent && rules.isSkipped(name)) {
        skippedAt = depth;
        return;
      }
      const element: XmlElement = { name, attributes, children: [] };
      parent?.children.push(element);
      building.push(element);
    },

    /** False where the text stands between the units. */
    text(text: string): boolean {
      if (skippedAt > 0) return true;
      building.at(-1)?.children.push(text);
      return building.length > 0;
    },

    /** The unit that this completes, if it does. */
    close(): XmlElement | null {
      depth--;
      if (skippedAt > 0) {
        if (depth < skippedAt) skippedAt = 0;
        return null;
      }
      const element = building.pop();
      return element !== undefined && building.length === 0 ? element : null;
    },
  };
};
