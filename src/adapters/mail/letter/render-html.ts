import {fill} from './fill.ts';
import {type Block, type Campaigns, type Cell, type Letter, linesOf, type TableBlock, type Tone} from './letter.ts';
import {oneLine} from './one-line.ts';

/** Dark enough for white letters, whatever a mail program does to colours at night. */
const COLOURS: Record<Tone, string> = {good: '#166534', neutral: '#374151', warning: '#92400e', bad: '#991b1b'};

/** The letter as html: tables and inline style, nothing from elsewhere, every text escaped. */
export function renderHtml({tone, preheader, title, blocks}: Letter): string {
  return fill('page', {
    colour: COLOURS[tone],
    preheader: escapeHtml(preheader),
    title: escapeHtml(title),
    content: blocks.map(renderBlock).join('\n'),
  });
}

/** A text as html that is nothing but text. */
function escapeHtml(text: string): string {
  return oneLine(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function renderBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return fill('heading', {text: escapeHtml(block.text)});
    case 'paragraph':
      return fill('paragraph', {text: escapeHtml(block.text)});
    case 'command':
      return renderCode(block.purpose, [block.command]);
    case 'quote':
      return renderCode(block.label, block.lines);
    case 'link':
      return fill('link', {text: escapeHtml(block.text), url: escapeHtml(block.url)});
    case 'figures':
      return fill('figures', {figure: block.figures.map(renderFigure).join('\n')});
    case 'facts':
      return fill('facts', {fact: block.rows.map(renderFact).join('\n')});
    case 'table':
      return renderTable(block);
    case 'campaigns':
      return renderCampaigns(block);
  }
}

function renderCode(purpose: string, lines: readonly string[]): string {
  const text = lines.map(escapeHtml).join('<br>');
  return `${fill('paragraph', {text: `${escapeHtml(purpose)}:`})}${fill('code', {text})}`;
}

function renderFigure([label, value]: readonly [label: string, value: string]): string {
  return fill('figure', {label: escapeHtml(label), value: escapeHtml(value)});
}

function renderFact([label, value]: readonly [label: string, value: string]): string {
  return fill('fact', {label: escapeHtml(label), value: escapeHtml(value)});
}

function renderTable({columns, rows}: TableBlock): string {
  const head = columns.map(({label, width, align}) => fill('head', {text: escapeHtml(label), width, align})).join('\n');
  const body = rows.map((cells) =>
    fill('row', {head: '', ...splitRow(cells.map((cell, i) => [columns[i]!.align, cell] as const))}),
  );
  return fill('table', {row: [fill('row', {head, cell: '', amount: ''}), ...body].join('\n')});
}

/** Columns of text stand before columns of figures. */
function splitRow(cells: readonly (readonly [align: 'left' | 'right', cell: Cell])[]) {
  const render = (name: 'cell' | 'amount', wanted: 'left' | 'right') =>
    cells
      .filter(([align]) => align === wanted)
      .map(([, cell]) => fill(name, {text: linesOf(cell).map(breakable).join('<br>')}))
      .join('');
  return {cell: render('cell', 'left'), amount: render('amount', 'right')};
}

/** `DSSB_APP.SC_local_control` on a narrow screen: a new line after the dot. */
function breakable(text: string): string {
  return escapeHtml(text).replace(/\.(?=\D)/g, '.<wbr>');
}

/** As few bytes a campaign as can be: mail programs cut off what is longer than about 100 kB. */
function renderCampaigns({columns, rows}: Campaigns): string {
  const width = `${Math.floor(85 / columns.length)}%`;
  const head = [fill('column', {text: '', width: '15%'}), ...columns.map((text) => fill('column', {text, width}))];
  return fill('campaigns', {column: head.join(''), campaign: rows.map(renderCampaign).join('\n')});
}

/** The name stands alone, so that a right-to-left one cannot turn the numbers around. */
function renderCampaign({title, name, lines}: Campaigns['rows'][number]): string {
  const column = (i: number) => lines.map(({values}) => escapeHtml(values[i] ?? '')).join('<br>');
  return fill('campaign', {
    title: escapeHtml(title),
    name: escapeHtml(name),
    labels: fill('labels', {text: lines.map(({label}) => escapeHtml(label)).join('<br>')}),
    values: lines[0]!.values.map((_, i) => fill('values', {text: column(i)})).join(''),
  });
}
