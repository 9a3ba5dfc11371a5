import type {ComponentChildren} from 'preact';
import type {PageContext} from './page.ts';

type Props = {
  readonly id: string;
  /** What the button says that opens it. */
  readonly open: string;
  readonly title: string;
  readonly go: string;
  /** Where the form's fields go, as JSON. */
  readonly post: string;
  /** What has to be typed; nothing when it is null. */
  readonly confirm: number | null;
  readonly expectedDigest?: string;
  /** Between the title and the fields. */
  readonly children: ComponentChildren;
  readonly context: PageContext;
};

/** A button, and the dialog that asks before anything is done. The island sends it; without script there is no button. */
export function PostDialog({id, open, title, go, post, confirm, expectedDigest, children, context}: Props) {
  const {preview} = context.words.page;
  return (
    <>
      <button type="button" data-opens={id} hidden>
        {open}
      </button>
      <dialog id={id} aria-labelledby={`${id}-title`}>
        <form
          data-post={post}
          data-changed={preview.changed}
          data-failed={preview.failed}
          data-wrong={preview.wrongCount}
        >
          <h2 id={`${id}-title`}>{title}</h2>
          {children}
          {expectedDigest && <input type="hidden" name="expected_digest" value={expectedDigest} />}
          {confirm !== null && (
            <label>
              {preview.typeCount(context.format.number(confirm))}
              <input inputMode="numeric" autocomplete="off" required data-confirm={confirm} />
            </label>
          )}
          <label>
            {preview.reason}
            <textarea name="reason" required maxLength={500} rows={2} />
          </label>
          <output role="alert" />
          <p class="links">
            <button type="submit">{go}</button>
            <button type="button" data-closes={id}>
              {preview.cancel}
            </button>
          </p>
        </form>
      </dialog>
    </>
  );
}
