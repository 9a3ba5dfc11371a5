/** Under TLS only the very host that set them can have set them (`__Host-`). `Lax`: links in mails arrive signed in. */
export type Cookies = {
  readonly read: (header: string | undefined) => string | null;
  readonly write: (value: string, seconds: number) => string;
  readonly clear: () => string;
};

export function cookies(name: string, isHttps: boolean): Cookies {
  const whole = isHttps ? `__Host-${name}` : name;
  const rules = `Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  return {
    read: (header = '') => {
      const found = header.split(/; */).find((it) => it.startsWith(`${whole}=`));
      return found === undefined ? null : found.slice(whole.length + 1);
    },
    write: (value, seconds) => `${whole}=${value}; ${rules}; Max-Age=${seconds}`,
    clear: () => `${whole}=; ${rules}; Max-Age=0`,
  };
}
