// Loaded into a host before anything else: an unrelated promise is rejected, again and again.
"use strict";

setInterval(() => void Promise.reject(new Error("stray")), 20).unref();
