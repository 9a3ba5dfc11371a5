import type {HttpConfig} from '../../config.ts';
import {NO_QUERY} from '../../query.ts';
import type {AnyRoute} from '../../route.ts';
import {page} from '../page.ts';
import {previewPage} from './preview-page.tsx';

/** `admit` throws when a subject has previewed too often. */
export function previewRoutes(config: HttpConfig, admit: (subject: string) => Promise<void>): readonly AnyRoute[] {
  return [
    page(config, {
      path: '/preview',
      access: 'any',
      name: 'pagePreview',
      query: NO_QUERY,
      view: async (services, {caller}, context) => {
        await admit(caller?.subject ?? '');
        const [preview, usual] = await Promise.all([services.preview(), services.usualLimit()]);
        return previewPage(preview, context, usual);
      },
    }),
  ];
}
