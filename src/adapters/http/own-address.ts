import type {HttpConfig} from './config.ts';

/** Where browsers find a path of ours such as `/history?to=…`. Whatever a page, a header or a cookie says goes through it. */
export type OwnAddress = (path: string) => string;

/** Below the path of PUBLIC_URL, which the proxy takes off again: routes know nothing of it. */
export function ownAddress({publicUrl}: Pick<HttpConfig, 'publicUrl'>): OwnAddress {
  const base = publicUrl === null ? '' : new URL(publicUrl).pathname.replace(/\/$/, '');
  return (path) => `${base}${path}`;
}
