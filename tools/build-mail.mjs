// Compiles the mail's MJML into the TypeScript module beside it. `--check` only says whether that is up to date.
import {readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import compile from 'mjml';

const FOLDER = fileURLToPath(new URL('../src/adapters/mail/letter/template/', import.meta.url));
const KEPT = /^(mj-|page|card|tint)/;
const FRAGMENT = /<!-- @(\w+) -->([\s\S]*?)<!-- \/\1 -->/g;

const source = readFileSync(`${FOLDER}mail.mjml`, 'utf8');
const module = render(await fragmentsOf(source));
if (process.argv.includes('--check')) {
  if (readFileSync(`${FOLDER}mail.generated.ts`, 'utf8') !== module) {
    console.error('src/adapters/mail/letter/template/mail.generated.ts is older than mail.mjml: npm run build:mail');
    process.exitCode = 1;
  }
} else {
  writeFileSync(`${FOLDER}mail.generated.ts`, module);
}

/** The page, and each marked part by its name; where a part stood, its name is left as a placeholder. */
async function fragmentsOf(mjml) {
  const {html, errors} = await compile(mjml, {validationLevel: 'strict', keepComments: true});
  if (errors.length > 0) throw new Error(errors.map(({formattedMessage}) => formattedMessage).join('\n'));
  const fragments = {};
  const cut = (text) =>
    text.replace(FRAGMENT, (_, name, inner) => {
      fragments[name] = cut(inner);
      return `{{${name}}}`;
    });
  fragments.page = cut(tidy(html));
  delete fragments.content;
  return fragments;
}

/** Without the space that mails need not carry, and the classes that are style attributes by now. */
function tidy(html) {
  return html
    .replace(/ class="([^"]*)"/g, (_, names) => classAttribute(names.split(' ').filter((name) => KEPT.test(name))))
    .replace(/style="([^"]*)"/g, (_, style) => `style="${style.replace(/([:;,]) /g, '$1').replace(/;$/, '')}"`)
    .replaceAll('#c01042', '{{colour}}')
    .replace(/<!--(?!\[|<|-?>| [@/])[\s\S]*?-->/g, '')
    .replace(/\s*\n\s*/g, '\n')
    .replace(/>\n</g, '><')
    .replace(/>\n|\n</g, (edge) => edge.trim())
    .trim();
}

function classAttribute(names) {
  return names.length > 0 ? ` class="${names.join(' ')}"` : '';
}

function render(fragments) {
  const entries = Object.entries(fragments).map(([name, html]) => `  ${name}: ${JSON.stringify(html)},\n`);
  return `/* Made from mail.mjml by npm run build:mail: edit that. */
export const FRAGMENTS = {
${entries.join('')}} as const;
`;
}
