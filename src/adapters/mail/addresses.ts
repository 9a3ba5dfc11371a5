import {isIPv4} from 'node:net';
import {domainToASCII} from 'node:url';
import {trimUnseen} from '../../domain/iin.ts';

/** Letters and digits of any script, and the signs that RFC 5321 allows, in parts with dots between them. */
const ATOM = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_{|}~\x60-]+`;
const LOCAL_PART = new RegExp(String.raw`^(?:${ATOM}(?:\.${ATOM})*|"[^"\\\p{Cc}]+")$`, 'u');
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DISPLAY_NAME = /^[^<>]*<([^<>]*)>$/;

/** An address as it is sent to, its domain in ASCII (`a@xn--80a1acny.xn--80ao21a`); null for what is none. */
export function parseAddress(text: string): string | null {
  const address = trimUnseen(text);
  const at = address.lastIndexOf('@');
  const [local, domain] = [address.slice(0, at), asciiDomain(address.slice(at + 1))];
  return at > 0 && at <= 64 && domain !== null && LOCAL_PART.test(local) ? `${local}@${domain}` : null;
}

/** The addresses of a list as mail programs write it, with or without names, and the parts that are none. */
export function parseAddressList(text: string): {addresses: string[]; bad: string[]} {
  const parts = text.split(/[,;](?=(?:[^"]*"[^"]*")*[^"]*$)/).map(trimUnseen);
  const found = new Map<string, string>();
  const bad: string[] = [];
  for (const part of parts.filter((it) => it !== '')) {
    const address = parseAddress(DISPLAY_NAME.exec(part)?.[1] ?? part);
    if (address === null) bad.push(part);
    else if (!found.has(address.toLowerCase())) found.set(address.toLowerCase(), address);
  }
  return {addresses: [...found.values()], bad};
}

/** The domain of an address in ASCII; null when there is none with a dot. */
export function domainOf(address: string | null): string | null {
  return address === null ? null : asciiDomain(address.slice(address.lastIndexOf('@') + 1));
}

function asciiDomain(domain: string): string | null {
  const literal = /^\[(.*)\]$/.exec(domain)?.[1];
  if (literal !== undefined) return isIPv4(literal) ? domain : null;
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(domain)) return null;
  const labels = domainToASCII(domain).split('.');
  const isName = labels.length > 1 && labels.every((label) => LABEL.test(label)) && !/^\d+$/.test(labels.at(-1) ?? '');
  return isName ? labels.join('.') : null;
}
