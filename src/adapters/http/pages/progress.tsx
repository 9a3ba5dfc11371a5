/** How far the rows are; the island fills it. The verdict is read aloud when a stage is over, this is not at each batch. */
export function Progress({label}: {readonly label: string}) {
  return (
    <p class="progress">
      <label>
        {label}: <progress data-progress /> <output data-progress-text aria-live="off" />
      </label>
    </p>
  );
}
