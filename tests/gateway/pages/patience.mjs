// How long the tests in a browser wait for something.

/** In milliseconds. Less than the minute after which a page asks by itself: a test that it is told at once can fail. */
export const PATIENCE = 20000;

/** Waits for what no page shows. */
export async function until(condition) {
  const end = Date.now() + PATIENCE;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${PATIENCE / 1000} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
