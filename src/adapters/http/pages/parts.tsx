import type {HttpServices} from '../http-services.ts';
import type {PageContext} from './page.ts';
import {Heads, ScrollTable} from './scroll-table.tsx';

type Readiness = Awaited<ReturnType<HttpServices['readiness']>>;
type Props = {readonly parts: Partial<Readiness>; readonly caption: string; readonly context: PageContext};

/** Which parts of the service answered, how fast, or what they said instead. */
export function Parts({parts, caption, context: {words, format}}: Props) {
  const {today} = words.page;
  return (
    <ScrollTable caption={caption}>
      <Heads heads={[today.part, today.state, today.answer]} />
      <tbody>
        {(['dssb_app', 'spss', 'state', 'scheduler'] as const).map((name) => {
          const part = parts[name];
          return (
            part && (
              <tr key={name}>
                <th scope="row">{today.partNames[name]}</th>
                <td class={part.connected ? 'done' : 'failed'}>
                  {part.connected ? `✓ ${today.ready}` : `✕ ${today.notReady}`}
                </td>
                <td>{part.connected ? format.span(part.latency_ms) : <samp>{part.message}</samp>}</td>
              </tr>
            )
          );
        })}
      </tbody>
    </ScrollTable>
  );
}
