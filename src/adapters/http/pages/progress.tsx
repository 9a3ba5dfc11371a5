/** How far the rows are; the island fills it. */
export function Progress({label}: {readonly label: string}) {
  return (
    <p class="progress">
      <label>
        {label}: <progress data-progress /> <output data-progress-text />
      </label>
    </p>
  );
}
