/** A browser's cookies, by host and port, and its way through redirects. */
export function cookieJar() {
  const kept = new Map<string, Map<string, string>>();
  const header = (url: string) =>
    [...(kept.get(new URL(url).origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');

  function keep(url: string, answer: Response): void {
    const {origin} = new URL(url);
    const own = kept.get(origin) ?? new Map<string, string>();
    kept.set(origin, own);
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') own.delete(name);
      else own.set(name, value);
    }
  }

  /** Where a link, or a form that was filled in, leads in the end. */
  async function follow(to: string, form?: Record<string, string>) {
    let url = to;
    let body = form;
    for (let hops = 0; hops < 15; hops++) {
      const answer: Response = await fetch(url, {
        redirect: 'manual',
        headers: {Accept: 'text/html', Cookie: header(url)},
        ...(body ? {method: 'POST', body: new URLSearchParams(body)} : {}),
      });
      keep(url, answer);
      const location = answer.headers.get('Location');
      if (location === null) return {status: answer.status, url, text: await answer.text()};
      await answer.body?.cancel();
      url = new URL(location, url).href;
      body = undefined;
    }
    throw new Error('redirects without end');
  }
  return {follow, header};
}
