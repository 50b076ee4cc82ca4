// How long the tests in a browser wait for something. Only one that fails waits so long, on however busy a machine.

export const PATIENCE = 60000; // ms

/** Waits for what no page shows. */
export async function until(condition) {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE / 1000} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
