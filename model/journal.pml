/* What is written down, and when. A machine without a journal writes nothing. */

#ifdef NO_JOURNAL_ON_1
#define WRITES(r) (command[r].on == 0)
#else
#define WRITES(r) true
#endif

inline forget(m, g) {
  journal[m].entry[g].state = ABSENT;
  journal[m].entry[g].uuid = NONE;
  journal[m].entry[g].place = NONE;
  journal[m].entry[g].process = 0;
  journal[m].entry[g].holderPlace = NONE;
  journal[m].entry[g].holder = NONE;
  journal[m].entry[g].retained = 0;
  journal[m].entry[g].twice = 0;
}

inline forgetOwn(r, g) {
  m = command[r].on;
  forget(m, g);
  m = 0
}

inline forgetJob(r, j) {
  e = job[j].generation;
  forgetOwn(r, e);
  e = 0
}

inline announce(r, g, how) {
  if
  :: WRITES(r) ->
    ENTRY(r, g).state = how;
    ENTRY(r, g).place = command[r].place;
    ENTRY(r, g).process = r + 1
  :: else
  fi
}

inline writeUuid(r, g, bought) {
  if
  :: ENTRY(r, g).state != ABSENT -> ENTRY(r, g).uuid = bought
  :: else
  fi
}

inline nameJob(r, j) {
  e = job[j].generation;
  writeUuid(r, e, j);
  e = 0
}

/* Told: a state may hold the job from now on. What the run was shown before it is `replaced` now. */
inline writeTold(r, g) {
  if
#ifndef MUTATE_NEVER_TOLD
  :: ENTRY(r, g).state != ABSENT -> ENTRY(r, g).state = TOLD; ENTRY(r, g).process = r + 1
#endif
  :: else
  fi
}

inline writeReplaced(r, taken) {
  d_step {
    for (i : 0 .. JOBS - 1) {
      if
      :: i < jobCount && i != taken && job[i].live && IN(i, command[r].shown) && IS_OURS(r, i) &&
         ENTRY(r, job[i].generation).state != ABSENT ->
        ENTRY(r, job[i].generation).state = REPLACED;
        command[r].current = command[r].current & ~BIT(i)
      :: else
      fi
    }
    i = 0
  }
}

/* A state shows a job. Check, diff and update are shown current records alone, and know the program's
 * names; read and delete are shown the others too. */
#define BY_PROGRAM 1
#define BY_STATE 0
inline showJob(r, j, by) {
  command[r].shown = command[r].shown | BIT(j);
  command[r].current = command[r].current | (by * BIT(j))
}

/* The process ends while the engine lives: the engine had its chance to write, and what it has shown
 * is noted. */
inline settle(r) {
  d_step {
    for (i : 0 .. JOBS - 1) {
      e = job[i].generation;
      if
      :: i < jobCount && job[i].live && ENTRY(r, e).state != ABSENT && IN(i, command[r].taken) ->
        if
        :: ENTRY(r, e).state == TOLD && IS_NAMED(r, i) -> ENTRY(r, e).state = SETTLED
        :: else
        fi
      :: i < jobCount && job[i].live && ENTRY(r, e).state != ABSENT && IN(i, command[r].shown) &&
         !IN(i, command[r].taken) ->
        if
        :: IN(i, command[r].current) ->
          ENTRY(r, e).state = TRACKED;
          ENTRY(r, e).uuid = i;
          ENTRY(r, e).holder = STACK(r).name;
          ENTRY(r, e).holderPlace = command[r].place;
          ENTRY(r, e).retained = STACK(r).retain
        :: !IN(i, command[r].current) && ENTRY(r, e).state != REPLACED ->
          ENTRY(r, e).state = TRACKED;
          ENTRY(r, e).uuid = i
        :: else
        fi
      :: else
      fi
    }
    i = 0;
    e = 0
  }
}

inline die(r) {
  for (i : 0 .. GENERATIONS - 1) {
    if
    :: ENTRY(r, i).process == r + 1 -> ENTRY(r, i).process = 0
    :: else
    fi;
    if
    :: ENTRY(r, i).process == 0 && ENTRY(r, i).state == CLAIMED -> forgetOwn(r, i)
    :: else
    fi
  }
}
