// Drags on the collections: rows of the list are put into one, and collections are put into another order.
import type { DragEvent } from "react";
import type { Collection } from "../../preload/collections.ts";
import { findDraggedSounds } from "../browser/dragged-sounds.ts";
import { addToCollection } from "../stores/collections.ts";
import { useSettings } from "../stores/settings.ts";

let draggedId: number | null = null;

type Over = "into" | "before" | "after";

function findOver(event: DragEvent<HTMLElement>, { id, kind }: Collection): Over | null {
  if (draggedId !== null) {
    if (draggedId === id) return null;
    const { top, height } = event.currentTarget.getBoundingClientRect();
    return event.clientY < top + height / 2 ? "before" : "after";
  }
  // What a saved search finds cannot be added to.
  return kind === "manual" && findDraggedSounds(event.dataTransfer).length > 0 ? "into" : null;
}

function drop(
  over: Over,
  { dataTransfer }: DragEvent<HTMLElement>,
  { id }: Collection,
  order: readonly number[],
): void {
  if (over === "into") {
    void addToCollection(id, findDraggedSounds(dataTransfer));
    return;
  }
  if (draggedId === null) return;
  const rest = order.filter((each) => each !== draggedId);
  const at = rest.indexOf(id) + (over === "after" ? 1 : 0);
  useSettings.setState({ collectionOrder: rest.toSpliced(at, 0, draggedId) });
}

function clear(event: DragEvent<HTMLElement>): void {
  delete event.currentTarget.dataset["over"];
}

/** @param order ids as they stand */
export function collectionDragHandlers(collection: Collection, order: readonly number[]) {
  return {
    draggable: true,
    onDragStart: (event: DragEvent<HTMLElement>) => {
      draggedId = collection.id;
      event.dataTransfer.setData("text/plain", collection.name);
      event.dataTransfer.effectAllowed = "move";
    },
    onDragEnd: () => {
      draggedId = null;
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      const over = findOver(event, collection);
      if (over === null) return;
      event.preventDefault();
      // The window refuses every other drop.
      event.stopPropagation();
      event.dataTransfer.dropEffect = over === "into" ? "copy" : "move";
      event.currentTarget.dataset["over"] = over;
    },
    onDragLeave: clear,
    onDrop: (event: DragEvent<HTMLElement>) => {
      clear(event);
      const over = findOver(event, collection);
      if (over === null) return;
      event.preventDefault();
      event.stopPropagation();
      drop(over, event, collection, order);
    },
  };
}
