import type {Preview} from '../../../../application/run/preview.ts';
import {databaseOf} from '../../../../domain/tables.ts';
import type {PageContext} from '../page.ts';
import {PostDialog} from '../post-dialog.tsx';

/** For admins: the very plan that is shown, or none, for a reason that is kept. */
export function RunNow({preview, context}: {readonly preview: Preview; readonly context: PageContext}) {
  const {page} = context.words;
  const {plan_digest, users, campaigns} = preview;
  if (plan_digest === null) return null;
  if (!context.caller.isAdmin) return <p>{page.preview.viewer}</p>;
  const rows = {dssb_app: 0, spss: 0};
  for (const {users_count, target_tables} of campaigns.flatMap(({groups}) => Object.values(groups))) {
    for (const table of target_tables) rows[databaseOf(table)] += users_count;
  }
  const [dssb, spss] = [page.rows(rows.dssb_app), page.rows(rows.spss)];
  return (
    <section>
      <PostDialog
        id="run-now"
        open={page.preview.run}
        title={page.preview.confirmTitle}
        go={page.preview.go}
        post={context.own('/scheduler/test-distribution?wait=false')}
        confirm={users.distributed}
        expectedDigest={plan_digest}
        context={context}
      >
        <p>{page.preview.confirmText(page.users(users.distributed), page.campaigns(campaigns.length), dssb, spss)}</p>
      </PostDialog>
      <noscript>
        <p>
          {page.preview.noScript} <code>softcollection run</code>
        </p>
      </noscript>
    </section>
  );
}
