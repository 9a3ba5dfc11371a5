type Headed = {setHeader(name: string, value: string): unknown};

/** Nothing from elsewhere, nothing kept, nothing framed; `/docs` alone widens the policy. */
export function securityHeaders(isHttps: boolean): (response: Headed) => void {
  const headers: [string, string][] = Object.entries({
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    ...(isHttps ? {'Strict-Transport-Security': 'max-age=31536000; includeSubDomains'} : {}),
  });
  return (response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
  };
}
