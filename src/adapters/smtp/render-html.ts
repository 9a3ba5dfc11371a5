import {htmlShell} from './html-shell.ts';
import {type Block, type Cell, type Letter, linesOf, type Table} from './letter.ts';
import {oneLine} from './one-line.ts';

const FONT = 'Arial,sans-serif';
const WRAP = 'word-break:break-word;overflow-wrap:anywhere';
const TABLE = 'width:100%;table-layout:fixed;border-collapse:collapse;margin:8px 0 12px';
const CELL = `font:13px/18px ${FONT};color:#222;padding:5px 8px;border-bottom:1px solid #ddd`;
const LABEL = `${CELL};color:#555`;
const HEAD = `${LABEL};font-weight:bold;background:#f6f7f8`;
const CODE = 'font:12px/20px Consolas,monospace;color:#111;background:#f1f2f4;padding:2px 4px';

/** The letter as html: tables and inline style only, nothing from elsewhere, every text escaped. */
export function renderHtml({tone, preheader, title, blocks}: Letter): string {
  return htmlShell({
    tone,
    preheader: escapeHtml(preheader),
    title: escapeHtml(title),
    content: blocks.map(renderBlock).join('\n'),
  });
}

/** A text as html that is nothing but text. */
export function escapeHtml(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function renderBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `<h2 style="font:bold 16px/22px ${FONT};color:#111;margin:24px 0 8px">${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return paragraphOf(escapeHtml(block.text));
    case 'command':
      return paragraphOf(`${escapeHtml(block.purpose)}:<br><code style="${CODE}">${escapeHtml(block.command)}</code>`);
    case 'campaign':
      return campaignHeading(block.text, block.name);
    case 'facts':
      return tableOf(block.rows.map(factRow));
    case 'table':
      return renderTable(block);
  }
}

function paragraphOf(html: string): string {
  return `<p style="font:14px/21px ${FONT};color:#222;margin:0 0 8px;${WRAP}">${html}</p>`;
}

/** The name stands alone, so that a right-to-left one cannot turn the numbers around. */
function campaignHeading(text: string, name: string): string {
  return `<h3 style="font:bold 14px/20px ${FONT};color:#111;margin:18px 0 2px">${escapeHtml(text)}</h3>
<p dir="auto" style="font:13px/18px ${FONT};color:#555;margin:0;text-align:left;${WRAP}">${escapeHtml(name)}</p>`;
}

function factRow([label, value]: readonly [label: string, value: string]): string {
  return `<tr valign="top"><td width="38%" style="${LABEL}">${escapeHtml(label)}</td>
<td width="62%" style="${CELL};${WRAP}">${escapeHtml(value)}</td></tr>`;
}

function renderTable({columns, rows}: Table): string {
  const head = columns.map(
    ({label, width, align}) => `<th width="${width}" align="${align}" style="${HEAD}">${escapeHtml(label)}</th>`,
  );
  const body = rows.map((row) => row.map((cell, i) => dataCell(cell, columns[i]!.align)));
  return tableOf([head, ...body].map((cells) => `<tr valign="top">${cells.join('\n')}</tr>`));
}

function dataCell(cell: Cell, align: string): string {
  return `<td align="${align}" style="${CELL}">${linesOf(cell).map(escapeHtml).join('<br>')}</td>`;
}

function tableOf(rows: readonly string[]): string {
  return `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="${TABLE}">
${rows.join('\n')}
</table>`;
}
