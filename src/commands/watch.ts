export async function watch(): Promise<number> { return 0; }
