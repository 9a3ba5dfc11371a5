import {type Block, type Campaigns, type Letter, linesOf, type TableBlock} from './letter.ts';
import {oneLine} from './one-line.ts';

/** The letter as plain text; says what the html says. */
export function renderText({title, blocks}: Letter): string {
  return `${[oneLine(title), ...blocks.map(renderBlock)].join('\n')}\n`;
}

function renderBlock(block: Block): string {
  switch (block.type) {
    case 'heading':
      return `\n${oneLine(block.text)}\n${'-'.repeat(oneLine(block.text).length)}`;
    case 'paragraph':
      return oneLine(block.text);
    case 'command':
      return `${oneLine(block.purpose)}:\n    ${oneLine(block.command)}`;
    case 'quote':
      return `${oneLine(block.label)}:\n${block.lines.map((line) => `    ${oneLine(line)}`).join('\n')}`;
    case 'link':
      return `${oneLine(block.text)}: ${oneLine(block.url)}`;
    case 'campaigns':
      return renderCampaigns(block);
    case 'figures':
      return block.figures.map(([label, value]) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'facts':
      return block.rows.map(([label, value]) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'table':
      return renderTable(block);
  }
}

/** Columns side by side; further lines of a cell follow after a semicolon. */
function renderTable({columns, rows}: TableBlock): string {
  const cells = [
    columns.map(({label}) => oneLine(label)),
    ...rows.map((row) => row.map((cell) => linesOf(cell).map(oneLine).join('; '))),
  ];
  return alignColumns(
    cells,
    columns.map(({align}) => align),
  );
}

function alignColumns(cells: readonly (readonly string[])[], aligns: readonly ('left' | 'right')[]): string {
  const widths = aligns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const pad = (text: string, i: number) =>
    aligns[i] === 'right' ? text.padStart(widths[i]!) : text.padEnd(widths[i]!);
  return cells.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

function renderCampaigns({columns, rows}: Campaigns): string {
  const aligns = ['left', ...columns.map(() => 'right' as const)] as const;
  return rows
    .map(({title, name, lines}) => {
      const cells = [['', ...columns], ...lines.map(({label, values}) => [label, ...values])];
      return `\n${oneLine(title)}\n${oneLine(name)}\n${alignColumns(cells, aligns)}`;
    })
    .join('\n');
}
