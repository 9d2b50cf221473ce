/* The table "what a live job with our owner means", one line of code for each of its rows. */

#define IGNORE 0
#define WARN 1
#define ADOPT 2
#define CANCEL 3
#define FAIL 4
#define WAIT 5

/* An entry speaks only where its place is ours, and both are known. */
#ifdef MUTATE_PLACE
#define SPEAKS(r, g) (ENTRY(r, g).state != ABSENT)
#else
#define SPEAKS(r, g)                                                                               \
  (ENTRY(r, g).state != ABSENT && ENTRY(r, g).place == command[r].place &&                         \
   command[r].place != UNKNOWN)
#endif

/* Or where it may be ours: one of them cannot be told. */
#ifdef TEXT_UNKNOWN
#define MAY_SPEAK(r, g) SPEAKS(r, g)
#else
#define MAY_SPEAK(r, g)                                                                            \
  (ENTRY(r, g).state != ABSENT && (ENTRY(r, g).place == command[r].place ||                        \
                                   ENTRY(r, g).place == UNKNOWN || command[r].place == UNKNOWN))
#endif

#define HOLDER_IS_US(r, g)                                                                         \
  (ENTRY(r, g).state != ABSENT && ENTRY(r, g).holder == STACK(r).name &&                           \
   ENTRY(r, g).holderPlace == command[r].place)
#define HELD_BY_ANOTHER(r, g)                                                                      \
  (ENTRY(r, g).state == TRACKED && ENTRY(r, g).holder != NONE && !HOLDER_IS_US(r, g))

#ifdef MUTATE_ALIVE
#define IS_ALIVE(r, g) false
#else
#define IS_ALIVE(r, g) (ENTRY(r, g).process != 0 && ENTRY(r, g).process != (r) + 1)
#endif

/* Nobody was ever told of it. */
#if defined(MUTATE_TOLD)
#define IS_OPEN(r, g) (ENTRY(r, g).state == POSTED || ENTRY(r, g).state == TOLD)
#elif defined(MUTATE_SETTLED)
#define IS_OPEN(r, g) (ENTRY(r, g).state == POSTED || ENTRY(r, g).state == SETTLED)
#elif defined(MUTATE_TRACKED)
#define IS_OPEN(r, g) (ENTRY(r, g).state == POSTED || ENTRY(r, g).state == TRACKED)
#elif defined(POSTED_LONG_AGO)
#define IS_OPEN(r, g) (ENTRY(r, g).state == POSTED && (g) != 0)
#else
#define IS_OPEN(r, g) (ENTRY(r, g).state == POSTED)
#endif

/* By its marker, or because this place has seen us hold it. */
#ifdef TEXT_HOLDER
#define IS_OURS(r, j) (order[job[j].generation].owner == STACK(r).name)
#else
#define IS_OURS(r, j)                                                                              \
  (order[job[j].generation].owner == STACK(r).name || HOLDER_IS_US(r, job[j].generation))
#endif

#define IS_NAMED(r, j)                                                                             \
  (ENTRY(r, job[j].generation).state != ABSENT && ENTRY(r, job[j].generation).uuid == (j))

/* What a look before buying sees: the listing, and every job that an entry names. */
#ifdef TEXT_BY_UUID
#define IS_SEEN(r, j) (job[j].live && job[j].lag == LISTED && IS_OURS(r, j))
#elif defined(TEXT_404)
#define IS_SEEN(r, j)                                                                              \
  (job[j].live && IS_OURS(r, j) && (job[j].lag == LISTED || (IS_NAMED(r, j) && !command[r].getIsBlind)))
#else
#define IS_SEEN(r, j) (job[j].live && IS_OURS(r, j) && (job[j].lag == LISTED || IS_NAMED(r, j)))
#endif

#define IS_SAME_SPEC(r, j) (order[job[j].generation].spec == STACK(r).wanted)

/* One request may make two jobs. */
#define IS_DUPLICATE(r, j)                                                                         \
  (SPEAKS(r, job[j].generation) && ENTRY(r, job[j].generation).uuid != NONE &&                     \
   ENTRY(r, job[j].generation).uuid != (j) && !ENTRY(r, job[j].generation).decided)

/* What a run that was killed has left. */
#define IS_INTERRUPTED(r, j)                                                                       \
  (SPEAKS(r, job[j].generation) && ENTRY(r, job[j].generation).process == 0 &&                     \
   (ENTRY(r, job[j].generation).state == POSTED || ENTRY(r, job[j].generation).state == TOLD ||    \
    (ENTRY(r, job[j].generation).twice && IS_DUPLICATE(r, j))))

/* The same of any stack of this place, on which a create comments. */
#ifdef TEXT_PLACE_WIDE
#define IS_LEFT_BEHIND(r, j) (IS_INTERRUPTED(r, j) && IS_OURS(r, j))
#else
#define IS_LEFT_BEHIND(r, j) IS_INTERRUPTED(r, j)
#endif

/* `adopt` takes no job that a state may hold, and none that another place sent for. */
#ifdef TEXT_OTHER_PLACE
#define MAY_ADOPT(r, j) (IS_SAME_SPEC(r, j) && ENTRY(r, job[j].generation).state < SETTLED)
#else
#define MAY_ADOPT(r, j)                                                                            \
  (IS_SAME_SPEC(r, j) && ENTRY(r, job[j].generation).state < SETTLED &&                            \
   (ENTRY(r, job[j].generation).state == ABSENT || SPEAKS(r, job[j].generation)))
#endif

inline orphan(r, j, action) {
#if defined(ON_ORPHAN_IGNORE)
  action = IGNORE;
  letGo = letGo | BIT(j);
#elif defined(ON_ORPHAN_ADOPT)
  action = (MAY_ADOPT(r, j) -> ADOPT : FAIL);
#elif defined(MUTATE_UNKNOWN)
  action = IGNORE;
#else
  action = FAIL;
#endif
}

inline judge(r, j, action) {
  if
  :: IN(j, command[r].shown) -> action = IGNORE
  :: else ->
    if
    :: command[r].getIsBlind && job[j].lag != LISTED -> action = FAIL /* nobody can tell */
    :: else ->
      if
      :: IS_DUPLICATE(r, j) && IN(ENTRY(r, job[j].generation).uuid, command[r].shown) -> action = CANCEL
      :: else ->
        if
        :: SPEAKS(r, job[j].generation) && IS_OPEN(r, job[j].generation) ->
          if
          :: IS_ALIVE(r, job[j].generation) -> action = WAIT
          :: else -> action = (IS_SAME_SPEC(r, j) -> ADOPT : CANCEL)
          fi
        :: else ->
          if
          :: SPEAKS(r, job[j].generation) &&
             (HELD_BY_ANOTHER(r, job[j].generation) ||
              ENTRY(r, job[j].generation).state == REPLACED ||
              ENTRY(r, job[j].generation).retained) -> action = WARN
          :: else -> orphan(r, j, action)
          fi
        fi
      fi
    fi
  fi;
  if
  :: action == IGNORE -> printf("  job %d is none of its business\n", j)
  :: action == WARN -> printf("  job %d is somebody's\n", j)
  :: action == ADOPT -> printf("  job %d is an interrupted run's, and fits\n", j)
  :: action == CANCEL -> printf("  job %d is an interrupted run's, and does not fit\n", j)
  :: action == FAIL -> printf("  job %d may be anybody's\n", j)
  :: action == WAIT -> printf("  job %d is being bought\n", j)
  fi
}
