import {once} from 'node:events';
import {writeFileSync} from 'node:fs';
import {connect as connectPlain} from 'node:net';
import {join} from 'node:path';
import {connect as connectTls} from 'node:tls';
import {expect} from 'chai';
import {certificateOf} from '../../support/certificate.ts';
import {type HttpWorld, serveWorld} from '../../support/http-world.ts';
import {tempFolder} from '../../support/temp-folder.ts';

/** What a server that reads the lengths otherwise would take for a request of its own. */
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
const CHUNKED = 'Transfer-Encoding: chunked\r\n';
const EMPTY = '0\r\n\r\n';

/** A form that is read, and that would be answered 401. */
const POST = [
  'POST /sign-in HTTP/1.1',
  'Host: x',
  'Sec-Fetch-Site: same-origin',
  'Content-Type: application/x-www-form-urlencoded\r\n',
].join('\r\n');
/** Each is refused as a whole: its end is not where all would see it. */
const AMBIGUOUS: readonly [what: string, request: string][] = [
  ['a length and chunks', `${POST}Content-Length: 5\r\n${CHUNKED}\r\n${EMPTY}`],
  ['chunks and a length', `${POST}${CHUNKED}Content-Length: ${SMUGGLED.length + 5}\r\n\r\n${EMPTY}`],
  ['two lengths', `${POST}Content-Length: 0\r\nContent-Length: ${SMUGGLED.length}\r\n\r\n`],
  ['two lengths in one line', `${POST}Content-Length: 0, ${SMUGGLED.length}\r\n\r\n`],
  ['a negative length', `${POST}Content-Length: -1\r\n\r\n`],
  ['a length with a sign', `${POST}Content-Length: +0\r\n\r\n`],
  ['a hexadecimal length', `${POST}Content-Length: 0x0\r\n\r\n`],
  ['a length beyond counting', `${POST}Content-Length: 99999999999999999999999\r\n\r\n`],
  ['chunks that are not the last coding', `${POST}Transfer-Encoding: chunked, identity\r\n\r\n${EMPTY}`],
  ['a coding like chunked', `${POST}Transfer-Encoding: xchunked\r\n\r\n${EMPTY}`],
  ['chunked behind a vertical tab', `${POST}Transfer-Encoding:\x0bchunked\r\n\r\n${EMPTY}`],
  ['chunked twice', `${POST}Transfer-Encoding: chunked\r\n${CHUNKED}Content-Length: 0\r\n\r\n${EMPTY}`],
  ['a blank before the colon', `${POST}Content-Length : ${SMUGGLED.length}\r\n\r\n`],
  ['a header that goes on in the next line', `${POST}X: a\r\n ${CHUNKED}\r\n${EMPTY}`],
  ['a line feed alone after a header', `${POST}X: a\n${CHUNKED}\r\n${EMPTY}`],
  ['line feeds alone', 'GET /livez HTTP/1.1\nHost: x\n\n'],
  ['a carriage return within a value', `${POST}X: a\r${CHUNKED}\r\n${EMPTY}`],
  ['a NUL within a value', `${POST}X: a\0\r\n\r\n`],
  ['a line feed alone after a chunk size', `${POST}${CHUNKED}\r\n1\nx\r\n${EMPTY}`],
  ['a line feed alone after a chunk', `${POST}${CHUNKED}\r\n1\r\nx\n${EMPTY}`],
  ['a chunk longer than its size', `${POST}${CHUNKED}\r\n1\r\nxx\r\n${EMPTY}`],
  ['a chunk size with a sign', `${POST}${CHUNKED}\r\n+1\r\nx\r\n${EMPTY}`],
  ['a chunk size with 0x', `${POST}${CHUNKED}\r\n0x1\r\nx\r\n${EMPTY}`],
  ['a chunk size beyond counting', `${POST}${CHUNKED}\r\nfffffffffffffffff\r\nx\r\n${EMPTY}`],
  ['a carriage return in a chunk extension', `${POST}${CHUNKED}\r\n1;a\rb\r\nx\r\n${EMPTY}`],
  ['a line feed in a chunk extension', `${POST}${CHUNKED}\r\n1;a\nb\r\nx\r\n${EMPTY}`],
  ['chunk extensions without end', `${POST}${CHUNKED}\r\n1;${'x'.repeat(20_000)}\r\nx\r\n${EMPTY}`],
];

for (const scheme of ['http', 'https'] as const)
  describe(`framing of requests over ${scheme}`, () => {
    let at: HttpWorld;
    let folder: ReturnType<typeof tempFolder>;

    before(async () => {
      folder = tempFolder();
      const files = {certFile: join(folder.path, 'sc.pem'), keyFile: join(folder.path, 'sc.key')};
      const {cert, key} = await certificateOf('localhost');
      writeFileSync(files.certFile, cert);
      writeFileSync(files.keyFile, key);
      at = await serveWorld({config: {tls: scheme === 'https' ? files : null}});
    });
    after(async () => {
      await at.close();
      folder.remove();
    });

    /** The statuses of all answers until the server hangs up. */
    async function statusesOf(request: string): Promise<string[]> {
      const to = {port: at.port, host: '127.0.0.1'};
      const socket = scheme === 'https' ? connectTls({...to, rejectUnauthorized: false}) : connectPlain(to);
      let answers = '';
      socket.on('data', (chunk) => {
        answers += chunk;
      });
      socket.on('error', () => {});
      socket.write(request, 'latin1');
      await once(socket, 'close');
      return [...answers.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status!);
    }

    for (const [what, request] of AMBIGUOUS)
      it(`refuses ${what}, and all that comes after it`, async () => {
        const statuses = await statusesOf(request + SMUGGLED);
        expect(statuses.at(-1)).to.match(/^4(00|13|31)$/);
        expect(statuses).to.have.length(1);
        expect(at.log.filter(({route}) => route === '(none)')).to.deep.equal([]);
      });

    it('takes what comes in good order, one request after the other', async () => {
      const look = 'GET /livez HTTP/1.1\r\nHost: x\r\n';
      const chunks = `${POST}${CHUNKED}\r\n7;a=b\r\ntoken=x\r\n${EMPTY}`;
      const all = `${look}\r\n${chunks}${look}Connection: close\r\n\r\n`;
      expect(await statusesOf(all)).to.deep.equal(['200', '401', '200']);
    });
  });
