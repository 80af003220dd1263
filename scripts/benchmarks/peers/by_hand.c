/* The A&E written by hand: as fast as one gets. A binary heap of small events, patients in slots that are used again,
 * queues strung through the slots, random numbers drawn when they are needed. Times are minutes.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

enum { NURSES, CUBICLES, DOCTORS, SCANNERS, BEDS, MANAGERS, UNITS = MANAGERS + 4 };
enum { ARRIVE, TRIAGED, SEEN, SCANNED, DECIDED, REACHED, PASSED_ON, ANSWERED, GO_HOME, RUSH };
enum { RANKS = 4, NOBODY = -1, NOWHERE = -1 };

typedef struct {
    double rate[24];
    double end, measured_from, measured_to;
    double triage, scan, transit, stay, doctor_mu, doctor_sigma, decision, attention;
    double scanned, admitted, rush, limit, share_urgent, share_middle;
    int32_t units[UNITS];
} Model;

typedef struct {
    int64_t visits, left, stopped, in_time, admitted, handled, events;
    double stay;
} Result;

typedef struct { double time; uint64_t order; int32_t patient; int32_t what; } Event;

typedef struct {
    double came, rush_at;
    int32_t next, before;   /* neighbours in the queue it waits in */
    int32_t row;            /* its row in the records */
    int32_t timers;         /* rush events that still point at this slot */
    int8_t rank, place, unit, level, gone;
} Patient;

typedef struct { int32_t head, tail; } Queue;
typedef struct { int32_t free; Queue waiting[RANKS]; } Unit;

typedef struct {
    const Model *model;
    Result *result;
    Event *heap;
    Patient *patients;
    int32_t pending, room, slots, used, spare;
    uint64_t order, random[4];
    double now, most, kept_normal;
    int has_normal, failed;
    int64_t capacity;
    double *came, *left, *stopped; /* the records: capacity rows each */
    Unit unit[UNITS];
} World;

/* xoshiro256+, seeded with splitmix64 */
static inline uint64_t turned(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static inline double uniform(World *w) {
    uint64_t *s = w->random, sum = s[0] + s[3], t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = turned(s[3], 45);
    return (double)(sum >> 11) * 0x1.0p-53;
}

static void seed(World *w, uint64_t x) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (x += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        w->random[i] = z ^ (z >> 31);
    }
}

static inline double exponential(World *w, double mean) { return -mean * log1p(-uniform(w)); }

static inline double normal(World *w) { /* Marsaglia's polar method gives two */
    if (w->has_normal) { w->has_normal = 0; return w->kept_normal; }
    double u, v, s;
    do {
        u = 2 * uniform(w) - 1;
        v = 2 * uniform(w) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    double scale = sqrt(-2 * log(s) / s);
    w->kept_normal = v * scale;
    w->has_normal = 1;
    return u * scale;
}

static inline int sooner(const Event *a, const Event *b) {
    return a->time < b->time || (a->time == b->time && a->order < b->order);
}

static void after(World *w, double delay, int what, int32_t patient) {
    if (w->pending == w->room) {
        Event *more = realloc(w->heap, sizeof(Event) * (size_t)w->room * 2);
        if (!more) { w->failed = 1; return; }
        w->heap = more;
        w->room *= 2;
    }
    Event event = {w->now + delay, w->order++, patient, what};
    int32_t at = w->pending++;
    while (at) {
        int32_t up = (at - 1) / 2;
        if (!sooner(&event, &w->heap[up])) break;
        w->heap[at] = w->heap[up];
        at = up;
    }
    w->heap[at] = event;
}

static Event soonest(World *w) {
    Event *heap = w->heap, first = heap[0], last = heap[--w->pending];
    int32_t at = 0, n = w->pending;
    for (int32_t down = 1; down < n; down = 2 * at + 1) {
        if (down + 1 < n && sooner(&heap[down + 1], &heap[down])) down++;
        if (!sooner(&heap[down], &last)) break;
        heap[at] = heap[down];
        at = down;
    }
    heap[at] = last;
    return first;
}

static int32_t new_patient(World *w) {
    if (w->spare != NOBODY) {
        int32_t i = w->spare;
        w->spare = w->patients[i].next;
        return i;
    }
    if (w->used == w->slots) {
        Patient *more = realloc(w->patients, sizeof(Patient) * (size_t)w->slots * 2);
        if (!more) { w->failed = 1; return 0; }
        w->patients = more;
        w->slots *= 2;
    }
    return w->used++;
}

static inline void free_slot(World *w, int32_t i) {
    w->patients[i].next = w->spare;
    w->spare = i;
}

static inline void join(World *w, int unit, int32_t i, int place) {
    Queue *q = &w->unit[unit].waiting[place];
    Patient *p = &w->patients[i];
    p->place = (int8_t)place;
    p->unit = (int8_t)unit;
    p->next = NOBODY;
    p->before = q->tail;
    if (q->tail == NOBODY) q->head = i; else w->patients[q->tail].next = i;
    q->tail = i;
}

static inline void quit(World *w, int32_t i) {
    Patient *p = &w->patients[i];
    Queue *q = &w->unit[p->unit].waiting[p->place];
    if (p->before == NOBODY) q->head = p->next; else w->patients[p->before].next = p->next;
    if (p->next == NOBODY) q->tail = p->before; else w->patients[p->next].before = p->before;
    p->place = NOWHERE;
}

static void begin(World *w, int unit, int32_t i);

static inline void line_up(World *w, int unit, int32_t i, int rank) { /* where nobody rushes */
    if (w->unit[unit].free) { w->unit[unit].free--; begin(w, unit, i); }
    else join(w, unit, i, rank);
}

static inline void ask(World *w, int unit, int32_t i, int rank) {
    if (w->unit[unit].free) { w->unit[unit].free--; begin(w, unit, i); return; }
    Patient *p = &w->patients[i];
    double wait = p->rush_at - w->now;
    join(w, unit, i, wait > 0 ? rank : 0);
    if (wait > 0 && !p->timers) { p->timers = 1; after(w, wait, RUSH, i); }
}

static void give(World *w, int unit) {
    Unit *u = &w->unit[unit];
    for (int rank = 0; rank < RANKS; rank++) {
        int32_t i = u->waiting[rank].head;
        if (i == NOBODY) continue;
        quit(w, i);
        begin(w, unit, i);
        return;
    }
    u->free++;
}

static inline void stop_clock(World *w, const Patient *p) {
    double minutes = w->now - p->came;
    w->stopped[p->row] = w->now;
    w->result->stopped++;
    w->result->in_time += minutes <= w->model->limit;
}

static inline void leave(World *w, int32_t i) {
    Patient *p = &w->patients[i];
    w->left[p->row] = w->now;
    w->result->left++;
    w->result->stay += w->now - p->came;
    p->gone = 1;
    if (!p->timers) free_slot(w, i); /* else the rush event frees it */
}

static void begin(World *w, int unit, int32_t i) {
    const Model *m = w->model;
    switch (unit) {
    case NURSES: after(w, exponential(w, m->triage), TRIAGED, i); break;
    case CUBICLES: ask(w, DOCTORS, i, w->patients[i].rank); break;
    case DOCTORS: after(w, exp(m->doctor_mu + m->doctor_sigma * normal(w)), SEEN, i); break;
    case SCANNERS: after(w, exponential(w, m->scan), SCANNED, i); break;
    case BEDS:
        w->result->admitted++;
        stop_clock(w, &w->patients[i]);
        give(w, CUBICLES);
        after(w, exponential(w, m->stay), GO_HOME, i);
        break;
    default:
        w->result->handled += w->now >= m->measured_from && w->now < m->measured_to;
        after(w, m->attention, PASSED_ON, i);
    }
}

static void next_arrival(World *w) { /* by thinning, from one arrival to the next without an event between */
    double then = w->now;
    do then += exponential(w, 1 / w->most);
    while (uniform(w) * w->most >= w->model->rate[(int64_t)(then / 60) % 24] && then < w->model->end);
    if (then < w->model->end) after(w, then - w->now, ARRIVE, NOBODY);
}

static void arrive(World *w) {
    const Model *m = w->model;
    next_arrival(w);
    if (w->result->visits == w->capacity) { w->failed = 1; return; }
    int32_t i = new_patient(w);
    if (w->failed) return;
    double of_class = uniform(w);
    Patient *p = &w->patients[i];
    *p = (Patient){.came = w->now, .rush_at = w->now + m->rush + (m->limit - m->rush) * uniform(w),
                   .row = (int32_t)w->result->visits++, .place = NOWHERE};
    p->rank = (int8_t)(of_class < m->share_urgent ? 1 : of_class < m->share_urgent + m->share_middle ? 2 : 3);
    w->came[p->row] = w->now;
    w->left[p->row] = w->stopped[p->row] = NAN;
    line_up(w, NURSES, i, p->rank);
}

static void rush(World *w, int32_t i) {
    Patient *p = &w->patients[i];
    p->timers = 0;
    if (p->gone) free_slot(w, i);
    else if (p->place > 0 && p->unit >= CUBICLES && p->unit <= BEDS) {
        int unit = p->unit;
        quit(w, i);
        join(w, unit, i, 0);
    }
}

static void happen(World *w, Event e) {
    const Model *m = w->model;
    int32_t i = e.patient;
    switch (e.what) {
    case ARRIVE: arrive(w); break;
    case TRIAGED: give(w, NURSES); ask(w, CUBICLES, i, w->patients[i].rank); break;
    case SEEN:
        give(w, DOCTORS);
        if (uniform(w) < m->scanned) ask(w, SCANNERS, i, 1);
        else after(w, m->decision, DECIDED, i);
        break;
    case SCANNED: give(w, SCANNERS); after(w, m->decision, DECIDED, i); break;
    case DECIDED:
        if (uniform(w) < m->admitted) { after(w, exponential(w, m->transit), REACHED, i); break; }
        give(w, CUBICLES);
        stop_clock(w, &w->patients[i]);
        leave(w, i);
        break;
    case REACHED: line_up(w, MANAGERS + w->patients[i].level, i, 1); break;
    case PASSED_ON:
        give(w, MANAGERS + w->patients[i].level);
        if (++w->patients[i].level < UNITS - MANAGERS) after(w, exponential(w, m->transit), REACHED, i);
        else {
            double answer = 0;
            for (int k = 0; k < UNITS - MANAGERS; k++) answer += exponential(w, m->transit);
            after(w, answer, ANSWERED, i);
        }
        break;
    case ANSWERED: ask(w, BEDS, i, 1); break;
    case GO_HOME: give(w, BEDS); leave(w, i); break;
    case RUSH: rush(w, i); break;
    }
}

/* Run a replication; came, left and stopped have `capacity` rows. Returns 0, or -1 when there was not enough room. */
int simulate(const Model *model, uint64_t seed_, int64_t capacity, double *came, double *left, double *stopped,
             Result *result) {
    World w = {.model = model, .result = result, .room = 1024, .slots = 1024, .spare = NOBODY, .capacity = capacity,
               .came = came, .left = left, .stopped = stopped};
    *result = (Result){0};
    w.heap = malloc(sizeof(Event) * (size_t)w.room);
    w.patients = malloc(sizeof(Patient) * (size_t)w.slots);
    w.failed = !w.heap || !w.patients;
    seed(&w, seed_);
    for (int h = 0; h < 24; h++) if (model->rate[h] > w.most) w.most = model->rate[h];
    for (int u = 0; u < UNITS; u++) {
        w.unit[u].free = model->units[u];
        for (int r = 0; r < RANKS; r++) w.unit[u].waiting[r] = (Queue){NOBODY, NOBODY};
    }
    if (!w.failed) next_arrival(&w);
    while (w.pending && !w.failed && w.heap[0].time < model->end) {
        Event e = soonest(&w);
        w.now = e.time;
        result->events++;
        happen(&w, e);
    }
    free(w.heap);
    free(w.patients);
    return w.failed ? -1 : 0;
}
