import { BlockList, isIP } from 'node:net';
import type { Context } from 'hono';

/**
 * The network address that asks, by which tries to log in are counted.
 *
 * We speak no TLS ourselves, so an https `BASE_URL` means a proxy in front: where the connection comes from this machine
 * or its private network, the last address that it was forwarded for counts, which the proxy has written. Everywhere else
 * that header is anybody's claim.
 */
export function clientAddress(c: Context, baseUrl: string | null): string {
  const peer = peerOf(c);
  if (!baseUrl?.startsWith('https:') || !isNear(peer)) return peer;
  const forwarded = c.req.header('X-Forwarded-For')?.split(',').at(-1)?.trim() ?? '';
  return isIP(forwarded) ? forwarded : peer;
}

/** Of the Node server; requests that come without one (tests) have no address. */
function peerOf(c: Context): string {
  const { incoming } = (c.env ?? {}) as { incoming?: { socket?: { remoteAddress?: string } } };
  return (incoming?.socket?.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}

const near = new BlockList();
near.addSubnet('127.0.0.0', 8);
near.addSubnet('10.0.0.0', 8);
near.addSubnet('172.16.0.0', 12);
near.addSubnet('192.168.0.0', 16);
near.addAddress('::1', 'ipv6');
near.addSubnet('fc00::', 7, 'ipv6');
near.addSubnet('fe80::', 10, 'ipv6');

const isNear = (address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && near.check(address, family === 6 ? 'ipv6' : 'ipv4');
};
