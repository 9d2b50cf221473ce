/* What must never happen. Each is asserted where it could. */

/* A command whose own copy of the state has the job will replace it, as its user asked. */
#define IS_RECORD(r, k, j)                                                                         \
  (command[r].job[k] == (j) || (command[r].job[k] == UNCONFIRMED &&                                \
                                command[r].generation[k] == job[j].generation))
#define IS_RECORDED(r, j) (IS_RECORD(r, 0, j) || IS_RECORD(r, 1, j) || IS_RECORD(r, 2, j))

/* Nothing on this machine or in the marker leads from us to the job. */
#define IS_UNKNOWABLE(r, j)                                                                        \
  ((order[job[j].generation].owner != STACK(r).name && !HOLDER_IS_US(r, job[j].generation)) ||     \
   (ENTRY(r, job[j].generation).state == ABSENT && job[j].lag != LISTED))

/* Proofs of absence are wrong about a job that is listed late. */
#define IS_IN_WINDOW(r, j)                                                                         \
  (job[j].lag == LATE && ENTRY(r, job[j].generation).state != ABSENT && !IS_NAMED(r, j))

#ifdef STRICT
#define IS_LOUD(r, j) false
#else
#define IS_LOUD(r, j) IN(j, command[r].warned)
#endif

/* S1: no second purchase beside a live job of the same resource of the same state. */
inline assertOnlyPurchase(r) {
  d_step {
    for (i : 0 .. JOBS - 1) {
      if
      :: i < jobCount && job[i].live && boughtFor[i] == command[r].stack ->
        if
        :: IS_RECORDED(r, i) || IN(i, letGo) || IS_LOUD(r, i) || IS_UNKNOWABLE(r, i) ||
           IS_IN_WINDOW(r, i)
        :: else ->
          printf("S1: job %d is bought beside job %d\n", jobCount, i);
          assert(false)
        fi
      :: else
      fi
    }
    i = 0
  }
}

/* S2: a create takes or ends no job of another state: none that it holds, none that another place has
 * sent for, and none that a living process is buying. */
inline assertNobodys(r, j) {
  if
  :: ELSEWHERE(command[r].stack, j) ->
    printf("S2: job %d is held by another stack\n", j);
    assert(false)
  :: else
  fi;
  if
  :: stack[boughtFor[j]].place != STACK(r).place ->
    printf("S2: job %d was sent for from another place\n", j);
    assert(false)
  :: else
  fi;
  if
  :: command[1 - (r)].runs && !command[1 - (r)].engineIsDead && IN(j, command[1 - (r)].taken) ->
    printf("S2: job %d is being bought by another run\n", j);
    assert(false)
  :: else
  fi
}

/* S2, at a delete: no record but the one that is deleted holds the job. */
inline assertLastRecord(r, k, j) {
  if
  :: ELSEWHERE(command[r].stack, j) && !IN(j, given) ->
    printf("S2: job %d is held by another stack\n", j);
    assert(false)
  :: else
  fi;
  if
  :: k != 0 && command[r].job[0] == j ->
    printf("S2: a pending delete ends job %d, which the resource has\n", j);
    assert(false)
  :: else
  fi
}

/* S3: a run that succeeds, and knows the resource, is not silent about a purchase that the journal
 * calls interrupted. */
inline assertNotSilent(r) {
  d_step {
    for (i : 0 .. JOBS - 1) {
      if
      :: i < jobCount && job[i].live && job[i].lag == LISTED && !IS_HELD(i) && !IN(i, letGo) &&
         SPEAKS(r, job[i].generation) && ENTRY(r, job[i].generation).process == 0 &&
         (ENTRY(r, job[i].generation).state == POSTED || ENTRY(r, job[i].generation).state == TOLD ||
          IS_DUPLICATE(r, i)) &&
         (command[r].looked || (command[r].shown != 0 && IS_OURS(r, i))) &&
         !IN(i, command[r].warned) && !IN(i, command[r].taken) ->
        printf("S3: the run says nothing of job %d\n", i);
        assert(false)
      :: else
      fi
    }
    i = 0
  }
}
