import type {StudySize} from '../../domain/study-size.ts';
import type {Formats} from './formats.ts';
import type {PageWords} from './page-ru.ts';

/** How large a campaign's groups will be, and what differences they can show, where a BASELINE_RATE is known. */
export function saySize({preview}: PageWords, format: Formats, {runs, group, detectable}: StudySize): string {
  const size = preview.size(format.number(group), format.number(runs));
  if (!detectable) return size;
  const {baseline_rate, one, each_of_four} = detectable;
  const shows = preview.detectable(format.share(baseline_rate), format.share(one), format.share(each_of_four));
  return `${size} ${shows}`;
}
