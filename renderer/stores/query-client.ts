// Cache of the engine's answers for panels (folder tree, errors, models, facts). Lists have their own: stores/sounds.ts.
import { QueryClient } from "@tanstack/react-query";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The engine says when something has changed; nothing goes stale by itself and nothing waits for a network.
      staleTime: Number.POSITIVE_INFINITY,
      networkMode: "always",
      refetchOnWindowFocus: false,
      retry: false,
    },
    mutations: { networkMode: "always", retry: false },
  },
});
