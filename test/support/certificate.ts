import {generate} from 'selfsigned';

export type Certificate = {readonly key: string; readonly cert: string};

/** A certificate of that host, made now and signed by itself: whoever trusts it as an authority trusts that server. */
export async function certificateOf(host: string): Promise<Certificate> {
  const altNames = [
    {type: 2 as const, value: host},
    {type: 7 as const, ip: '127.0.0.1'},
  ];
  const {private: key, cert} = await generate([{name: 'commonName', value: host}], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      {name: 'basicConstraints', cA: true},
      {name: 'subjectAltName', altNames: host === 'localhost' ? altNames : altNames.slice(0, 1)},
    ],
  });
  return {key, cert};
}
