// The models of this server, loaded once and whenever a key was given.
import { computed, effect, signal } from '@preact/signals';
import { ask, keyVersion } from './client';
import type { Model, ModelList } from './types';

export const modelList = signal<ModelList | null>(null);
export const modelsProblem = signal('');

export const models = computed<Model[]>(() => modelList.value?.models.filter((model) => model.chat.value !== false) ?? []);
export const isDemo = computed(() => models.value.length > 0 && models.value.every((model) => model.provider === 'demo'));

export async function loadModels(): Promise<void> {
  try {
    modelList.value = await ask<ModelList>('/api/models');
    modelsProblem.value = '';
  } catch (error) {
    modelsProblem.value = (error as Error).message;
  }
}

export function watchModels(): void {
  effect(() => {
    void keyVersion.value;
    void loadModels();
  });
}
