/* What a command does at one point, each as one step: it warns, stops, buys, cancels, deletes a record,
 * writes a checkpoint. */

/* Either a kill, which costs an act, or nothing. The engine alone: the provider lives on. */
inline mayBeKilled(r) {
  if
  :: true
  :: acts > 0 -> acts--; printf("  killed\n"); goto killed
  :: acts > 0 && !command[r].engineIsDead ->
    acts--;
    command[r].engineIsDead = 1;
    printf("  the engine is killed\n")
  fi
}

inline warn(r, j) {
  command[r].warned = command[r].warned | BIT(j);
  reported = reported | BIT(j);
  printf("  warns of job %d\n", j)
}

inline stop(r, j) {
  command[r].blockedBy = j;
  command[r].outcome = STOPPED;
  if
  :: j != NONE -> reported = reported | BIT(j)
  :: else
  fi;
  printf("  stops: job %d\n", j)
}

inline end(r, j) {
  job[j].live = 0;
  if
  :: IS_NAMED(r, j) ->
    if
    :: !ENTRY(r, job[j].generation).twice -> forgetJob(r, j)
    :: else
    fi
  :: else ->
    if
    :: ENTRY(r, job[j].generation).uuid == NONE -> forgetJob(r, j)
    :: else
    fi
  fi;
  printf("  cancels job %d\n", j)
}

/* Commits a request. The listing may lag, which costs an act. */
inline commit(r, g, j) {
  assertOnlyPurchase(r);
  j = jobCount;
  jobCount++;
  job[j].live = 1;
  job[j].generation = g;
  boughtFor[j] = command[r].stack;
  if
  :: job[j].lag = LISTED
  :: acts > 0 -> acts--; job[j].lag = SOON; printf("  listed soon\n")
  :: acts > 0 -> acts--; job[j].lag = LATE; printf("  listed late\n")
  fi;
  printf("  buys job %d (generation %d, spec %d)\n", j, g, order[g].spec)
}

/* Half a minute passes. */
inline halfMinute() {
  d_step {
    for (i : 0 .. JOBS - 1) {
      if
      :: job[i].lag == SOON -> job[i].lag = LISTED
      :: else
      fi
    }
    i = 0
  }
}

/* The late looks for a second job of one request. What is not listed yet keeps the entry open. */
inline endDuplicates(r, g, kept) {
  d_step {
    found = 0;
    for (i : 0 .. JOBS - 1) {
      if
      :: i < jobCount && i != kept && job[i].live && job[i].generation == g ->
        if
        :: job[i].lag == LISTED ->
          assertNobodys(r, i);
          job[i].live = 0;
          warn(r, i);
          printf("  cancels job %d, a duplicate\n", i)
        :: else -> found = 1
        fi
      :: else
      fi
    }
    i = 0;
    if
    :: !found -> ENTRY(r, g).twice = 0
    :: else
    fi;
    found = 0
  }
}

/* Carries out the delete of a record. */
inline delete(r, k, target) {
  target = command[r].job[k];
  if
  :: target == NONE
  :: target == UNCONFIRMED ->
    for (i : 0 .. JOBS - 1) {
      if
      :: i < jobCount && job[i].live && job[i].generation == command[r].generation[k] -> target = i
      :: else
      fi
    }
    i = 0
  :: else
  fi;
  if
  :: target == NONE
  :: target == UNCONFIRMED -> printf("  nothing came of the request\n"); command[r].job[k] = NONE
  :: target < UNCONFIRMED && STACK(r).retain ->
    printf("  lets go of job %d\n", target);
    letGo = letGo | BIT(target);
    command[r].job[k] = NONE
  :: target < UNCONFIRMED && !STACK(r).retain ->
    if
    :: command[r].job[k] == UNCONFIRMED && job[target].lag != LISTED -> stop(r, target)
    :: else ->
      if
      :: k != 0 && IN(target, command[r].taken) && command[r].job[0] == target ->
        printf("  leaves job %d alone: it was taken in this run\n", target);
        warn(r, target);
#ifdef TEXT_SHARED
        stop(r, target)
#else
        command[r].job[k] = NONE
#endif
#ifndef TEXT_SHARED
      :: k != 0 && !IN(target, command[r].taken) && command[r].job[0] == target &&
         IN(target, command[r].shown) ->
        printf("  leaves job %d alone: the resource has it\n", target);
        command[r].job[k] = NONE
#endif
      :: else ->
        showJob(r, target, BY_STATE);
        if
        :: job[target].live ->
          assertLastRecord(r, k, target);
#ifndef TEXT_TWICE
          if
          :: ENTRY(r, job[target].generation).twice ->
            e = job[target].generation;
            endDuplicates(r, e, target)
          :: else
          fi;
#endif
          end(r, target)
        :: else
        fi;
        command[r].job[k] = NONE
      fi
    fi
  fi
}

/* The engine writes its checkpoint. */
inline checkpoint(r) {
  d_step {
    if
    :: !command[r].engineIsDead && STACK(r).exists ->
      for (i : 0 .. SLOTS - 1) {
        STACK(r).job[i] = command[r].job[i];
        STACK(r).generation[i] = command[r].generation[i];
        if
        :: command[r].job[i] < UNCONFIRMED ->
          boughtFor[command[r].job[i]] = command[r].stack;
          reported = reported & ~BIT(command[r].job[i])
        :: else
        fi
      }
      i = 0
    :: else
    fi
  }
}

/* Entries of an interrupted purchase of this owner, of which nothing is seen. */
inline hasUnseenPurchase(r, found) {
  d_step {
    found = 0;
    for (i : 0 .. GENERATIONS - 1) {
      if
      :: MAY_SPEAK(r, i) && ENTRY(r, i).state == POSTED && ENTRY(r, i).process == 0 &&
         ENTRY(r, i).uuid == NONE && order[i].owner == STACK(r).name -> found = 1
      :: else
      fi
    }
    i = 0
  }
}

inline isBusy(r, found) {
  d_step {
    found = 0;
    for (i : 0 .. GENERATIONS - 1) {
      if
      :: (ENTRY(r, i).state == CLAIMED || ENTRY(r, i).state == POSTED) && IS_ALIVE(r, i) &&
         order[i].owner == STACK(r).name -> found = 1
      :: else
      fi
    }
    i = 0
  }
}

/* Nothing was sent: the claim goes, and the generation may be drawn again. */
inline release(r, g) {
  forgetOwn(r, g);
  if
  :: generationCount == g + 1 -> generationCount--; order[g].owner = 0; order[g].spec = 0
  :: else
  fi
}
