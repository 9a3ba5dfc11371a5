import {type Block, type Letter, linesOf, type Table} from './letter.ts';
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
    case 'campaign':
      return `\n${oneLine(block.text)}\n${oneLine(block.name)}`;
    case 'facts':
      return block.rows.map(([label, value]) => `${oneLine(label)}: ${oneLine(value)}`).join('\n');
    case 'table':
      return renderTable(block);
  }
}

/** Columns side by side; further lines of a cell follow after a semicolon. */
function renderTable({columns, rows}: Table): string {
  const cells = [
    columns.map(({label}) => oneLine(label)),
    ...rows.map((row) => row.map((cell) => linesOf(cell).map(oneLine).join('; '))),
  ];
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  const pad = (text: string, i: number) =>
    columns[i]!.align === 'right' ? text.padStart(widths[i]!) : text.padEnd(widths[i]!);
  return cells.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}
