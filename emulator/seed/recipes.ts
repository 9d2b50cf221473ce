// The official recipes of the emulated network: a service, a finite job, and one without a GPU.
import type { Recipe, RecipeInput } from "../recipes/recipe";
import { gpus } from "./gpus";

const textInput = { type: "string", required: false, placeholder: "", options: [] } as const;

const samples: RecipeInput = {
  key: "SAMPLES",
  type: "number",
  label: "Samples",
  required: true,
  description: "Samples a pixel.",
  placeholder: "256",
  default_value: 256,
  options: [],
};

/** Recipes that every account sees. */
export const seedRecipes: readonly Recipe[] = [
  {
    uuid: "019582a6-2000-7000-8000-000000000001",
    name: "GPU dev box",
    description: "A machine with one RTX 4090, reached over SSH.",
    isOfficial: true,
    quickstart: "# GPU dev box\n\nAdd your public key and connect to the `ssh` address.\n",
    inputs: [
      {
        ...textInput,
        key: "SSH_PUBKEY",
        label: "SSH public key",
        description: "Who may log in.",
        default_value: null,
      },
    ],
    imageSizeBytes: 2_147_483_648,
    payload: {
      title: "GPU dev box",
      description: null,
      task: "PERSISTENT",
      max_timeout_run_ms: null,
      max_timeout_assign_ms: 600_000,
      max_timeout_start_ms: 1_800_000,
      cpu_count: 4,
      gpu_count: 1,
      gpu_name: gpus.rtx4090.name,
      min_ram_gb: 16,
      min_storage_gb: 50,
      parameters: {
        type: "docker",
        parameters: {
          image: "otoy/dispersed-base",
          tag: "latest",
          ports: [22, 8080],
          allowed_ips: ["0.0.0.0/0"],
          env: { EDITOR: "vim" },
        },
      },
    },
  },
  {
    uuid: "019582a6-2000-7000-8000-000000000002",
    name: "Batch render",
    description: "Renders one scene on the first GPU that fits, then ends.",
    isOfficial: true,
    quickstart: "# Batch render\n\nName the scene and wait for the job to complete.\n",
    inputs: [
      {
        ...textInput,
        key: "SCENE_URL",
        label: "Scene",
        required: true,
        description: "Where the scene is fetched from.",
        placeholder: "https://example.com/scene.orbx",
        default_value: null,
      },
      samples,
    ],
    imageSizeBytes: 6_442_450_944,
    payload: {
      title: "Batch render",
      description: null,
      task: "BATCH",
      max_timeout_run_ms: 3_600_000,
      gpu_count: 1,
      min_vram_gb: 24,
      max_retry_count: 1,
      parameters: {
        type: "docker",
        parameters: {
          image: "otoy/octane-render",
          tag: "2026.1",
          ports: [],
          env: { SCENE_URL: "", SAMPLES: "256" },
        },
      },
    },
  },
  {
    uuid: "019582a6-2000-7000-8000-000000000003",
    name: "CPU worker",
    description: "A finite job without a GPU.",
    isOfficial: false,
    quickstart: "",
    inputs: [],
    imageSizeBytes: null,
    payload: {
      title: "CPU worker",
      description: null,
      task: "BATCH",
      max_timeout_run_ms: 900_000,
      cpu_count: 2,
      parameters: {
        type: "docker",
        parameters: { image: "library/debian", tag: "stable", ports: [] },
      },
    },
  },
];
