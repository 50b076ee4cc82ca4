export const FRENCH = {};
