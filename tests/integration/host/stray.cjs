// Loaded into a host before anything else: a promise of somebody's fails, again and again.
"use strict";

setInterval(() => void Promise.reject(new Error("stray")), 20).unref();
