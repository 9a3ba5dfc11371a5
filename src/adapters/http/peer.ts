import type {IncomingMessage} from 'node:http';
import {BlockList, isIP, isIPv6} from 'node:net';
import {type HttpConfig, isHttpsAlways} from './config.ts';

/** Where a request comes from, and whether that side speaks HTTPS. */
export type Peer = {readonly address: string; readonly isHttps: boolean};

/** What a request is known by, from its first to its last step. */
export type Known = {readonly requestId: string; readonly peer: Peer; route: string; who: string | undefined};

/**
 * Of the connection, unless a trusted proxy made it: what headers say of addresses anybody can write. Then the client is the
 * first hop of `X-Forwarded-For`, from the right, that is no trusted proxy, and `X-Forwarded-Proto` is the nearest proxy's.
 */
export function peerOf(
  config: Pick<HttpConfig, 'publicUrl' | 'tls' | 'trustedProxies'>,
): (from: IncomingMessage) => Peer {
  const isTrusted = trust(config.trustedProxies);
  const isHttps = isHttpsAlways(config);
  return ({socket, headers}) => {
    const nearest = socket.remoteAddress ?? 'unknown';
    if (!isTrusted(nearest)) return {address: nearest, isHttps};
    const hops = values(headers['x-forwarded-for']);
    const scheme = values(headers['x-forwarded-proto']).at(-1);
    return {address: clientOf(nearest, hops, isTrusted), isHttps: isHttps || scheme === 'https'};
  };
}

/** What no trusted proxy can have written as an address ends the way back. */
function clientOf(nearest: string, hops: readonly string[], isTrusted: (address: string) => boolean): string {
  let client = nearest;
  for (const hop of hops.toReversed()) {
    if (!isIP(hop)) break;
    client = hop;
    if (!isTrusted(hop)) break;
  }
  return client;
}

/** Of addresses and networks (`10.0.0.0/8`); IPv4 within IPv6 is IPv4. */
function trust(networks: readonly string[]): (address: string) => boolean {
  if (networks.length === 0) return () => false;
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', prefix] = network.split('/');
    if (prefix === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(prefix), family(address));
  }
  return (address) => isIP(address) !== 0 && list.check(address.replace(/%.*$/, ''), family(address));
}

function family(address: string): 'ipv4' | 'ipv6' {
  return isIPv6(address) ? 'ipv6' : 'ipv4';
}

function values(header: string | string[] | undefined): string[] {
  return String(header ?? '').split(',').map((value) => value.trim()); // biome-ignore format: a pipe
}
