import type {StudySize} from '../../domain/study-size.ts';
import type {Formats} from './formats.ts';
import type {PageWords} from './page-ru.ts';

/** How large a campaign's groups will be, and what differences they can show, where a BASELINE_RATE is known. */
export function saySize({preview}: PageWords, format: Formats, {runs, group, detectable}: StudySize): string {
  const size = preview.size(format.number(group), runs);
  if (!detectable) return size;
  const {baseline_rate, one, each_of_four} = detectable;
  const points = (part: number) => sayPoints(preview, format, part, baseline_rate);
  const shows = preview.detectable(format.share(baseline_rate), points(one), points(each_of_four));
  return `${size} ${shows}`;
}

/** A difference from a share: 3.8 pp; where groups are so small that there is no such difference, more than the greatest. */
export function sayPoints({points}: PageWords['preview'], format: Formats, part: number, rate: number): string {
  const greatest = Math.max(rate, 1 - rate);
  const said = points(format.number(100 * Math.min(part, greatest)));
  return part > greatest ? `> ${said}` : said;
}
