/**
 * Under TLS only the very host that set them can have set them (`__Host-`, which browsers take for `/` alone: below a path
 * `__Secure-`, and other services of that host do not get them). `Lax`: links in mails arrive signed in.
 */
export type Cookies = {
  readonly read: (header: string | undefined) => string | null;
  readonly write: (value: string, seconds: number) => string;
  readonly clear: () => string;
};

/** `path`: the service's own. */
export function cookies(name: string, isHttps: boolean, path: string): Cookies {
  const prefix = path === '/' ? '__Host-' : '__Secure-';
  const whole = isHttps ? `${prefix}${name}` : name;
  const rules = `Path=${path}; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  return {
    read: (header = '') => {
      const found = header.split(/; */).find((it) => it.startsWith(`${whole}=`));
      return found === undefined ? null : found.slice(whole.length + 1);
    },
    write: (value, seconds) => `${whole}=${value}; ${rules}; Max-Age=${seconds}`,
    clear: () => `${whole}=; ${rules}; Max-Age=0`,
  };
}
