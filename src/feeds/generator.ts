/** What feeds say they were made by. */
export const GENERATOR = 'Postrider';
