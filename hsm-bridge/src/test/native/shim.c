/* A PKCS#11 module for tests: it forwards to a real one, and fails, hangs, crashes or behaves as
 * another vendor's where a test tells it to. Only what the tests need of Cryptoki is declared.
 *
 * SHIM_MODES of the environment makes it a token of another vendor: shim_vendors.h has the names.
 *
 * With ONLY_INTERFACE it has C_GetInterface (PKCS#11 3.0) and no C_GetFunctionList.
 *
 * SHIM_CONF of the environment becomes SOFTHSM2_CONF of this process, for one that is not to have
 * it when it starts.
 *
 * The real module is REAL of the compiler's command line, or SHIM_REAL of the environment.
 *
 * A test in the same process calls the functions at the end. For another process SHIM_ORDERS names
 * a file that is read again at every call, one order a line:
 *
 *   crash N      die of a null pointer in the function of place N of CK_FUNCTION_LIST
 *   abort N      call abort() in it
 *   exit N C     end the process with exit code C in it, without exit handlers: beside the other
 *                threads of a server these may crash, and the code is another
 *   signal N S   send the signal S to the process in it
 *   hang N       do not return from it, and tell so by a file beside this one
 *   slow N MS    let each call of it take so many milliseconds longer
 *   fail N CODE  let it give this return code (hexadecimal)
 *   ruin N       end and start the real module in it, beside whatever runs there
 *   flags X      add the bits X (hexadecimal) to the flags of every token
 *   keypad PIN   a login without a PIN is one with this PIN, as if typed at the device
 *   trace FILE   write down every attribute that is asked for
 *   away         the token is not in its slot
 */
#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef struct { CK_ULONG type; void *value; CK_ULONG length; } CK_ATTRIBUTE;
typedef struct { CK_ULONG mechanism; void *parameter; CK_ULONG length; } CK_MECHANISM;
typedef struct { void *iv; CK_ULONG iv_len, iv_bits; void *aad; CK_ULONG aad_len, tag_bits; } GCM48;
typedef struct { void *iv; CK_ULONG iv_len; void *aad; CK_ULONG aad_len, tag_bits; } GCM40;
typedef CK_RV (*FN)(void *, void *, void *, void *, void *, void *, void *, void *);
typedef struct { unsigned char version[8]; FN f[68]; } CK_FUNCTION_LIST;

enum {
  INITIALIZE = 0, FINALIZE = 1, GET_INFO = 2, GET_FUNCTION_LIST = 3, GET_SLOT_LIST = 4, GET_SLOT_INFO = 5,
  GET_TOKEN_INFO = 6, INIT_TOKEN = 9, INIT_PIN = 10, SET_PIN = 11, OPEN_SESSION = 12, CLOSE_SESSION = 13,
  CLOSE_ALL = 14, LOGIN = 18, LOGOUT = 19, GET_ATTRIBUTE = 24, GET_MECHANISM_LIST = 7, GET_MECHANISM_INFO = 8, ENCRYPT_INIT = 29, ENCRYPT = 30,
  DECRYPT_INIT = 33, DECRYPT = 34, GENERATE_KEY = 58, RANDOM = 64,
  FUNCTIONS = 68
};
#define CKM_AES_GCM 0x1087
#define CKR_GENERAL_ERROR 0x05
#define CKR_FUNCTION_FAILED 0x06
#define CKR_ARGUMENTS_BAD 0x07
#define CKR_DATA_LEN_RANGE 0x21
#define CKR_DEVICE_ERROR 0x30
#define CKR_FUNCTION_NOT_SUPPORTED 0x54
#define CKR_MECHANISM_INVALID 0x70
#define CKR_MECHANISM_PARAM_INVALID 0x71
#define CKR_SESSION_COUNT 0xB1
#define CKR_TEMPLATE_INCONSISTENT 0xD1
#define CKU_USER 1UL
#define CKR_USER_TYPE_INVALID 0x103
#define CKR_USER_ALREADY_LOGGED_IN 0x100
#define CKR_BUFFER_TOO_SMALL 0x150
#define CKR_TOKEN_NOT_PRESENT 0xE0
#define CKR_CRYPTOKI_NOT_INITIALIZED 0x190
#define CKR_TOKEN_WRITE_PROTECTED 0xE2
#define CKF_OS_LOCKING_OK 2UL
#define CKF_RW_SESSION 2UL
#define CKF_WRITE_PROTECTED 2UL
#define CKF_TOKEN_PRESENT 1UL
#define HIGHEST_BIT (1UL << 63)
#define FLAGS_IN_TOKEN_INFO 96
#define FLAGS_IN_SLOT_INFO 96
#define MAKER_IN_TOKEN_INFO 32
#define MODEL_IN_TOKEN_INFO 64
#define MAKER_IN_INFO 2
#define DESCRIPTION_IN_INFO 48

static CK_FUNCTION_LIST *real, mine, fresh;
static int lists_given;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

/* What the test in this process wants. */
static CK_RV fail_with[FUNCTIONS];
static int fail_times[FUNCTIONS], hangs[FUNCTIONS];
static int wants_40_bytes, write_protected;

/* Who is in. */
static long calls[FUNCTIONS];
static int inside, alone, held;
static long intrusions;
enum { LOGINS = 64 };
static CK_ULONG logins[LOGINS];

#include "shim_vendors.h"

/* Ends and starts the real module. Without these arguments it would use no locks from then on. */
static CK_RV restart(void) {
  CK_ULONG arguments[6] = {0, 0, 0, 0, CKF_OS_LOCKING_OK, 0};
  CK_RV code = real->f[FINALIZE](0, 0, 0, 0, 0, 0, 0, 0);
  return code ? code : real->f[INITIALIZE](arguments, 0, 0, 0, 0, 0, 0, 0);
}

/* ---- Orders from a file ---- */

static int order(const char *word, char *argument) {
  char line[512];
  int found = 0;
  const char *path = getenv("SHIM_ORDERS");
  FILE *file = path ? fopen(path, "r") : NULL;
  size_t length = strlen(word);
  if (!file) return 0;
  while (!found && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\n")] = 0;
    if (!strncmp(line, word, length) && (line[length] == ' ' || !line[length])) {
      if (argument) strcpy(argument, line[length] ? line + length + 1 : "");
      found = 1;
    }
  }
  fclose(file);
  return found;
}

/* argument: what follows the place, if not null */
static int ordered(const char *word, int place, char *argument) {
  char wanted[64];
  snprintf(wanted, sizeof wanted, "%s %d", word, place);
  return order(wanted, argument);
}

/* By a file beside the orders. */
static void tell_that_it_hangs(void) {
  char path[512];
  FILE *file;
  snprintf(path, sizeof path, "%s.hangs", getenv("SHIM_ORDERS"));
  if ((file = fopen(path, "w"))) fclose(file);
}

static CK_RV obey(int place) {
  char argument[512];
  if (!getenv("SHIM_ORDERS")) return 0;
  if (ordered("crash", place, NULL)) *(volatile int *)0 = 1;
  if (ordered("abort", place, NULL)) abort();
  if (ordered("exit", place, argument)) _exit(atoi(argument));
  if (ordered("signal", place, argument)) kill(getpid(), atoi(argument));
  while (ordered("hang", place, NULL)) {
    tell_that_it_hangs();
    usleep(10000);
  }
  if (ordered("slow", place, argument)) usleep(1000 * atoi(argument));
  if (ordered("ruin", place, NULL)) restart();
  return ordered("fail", place, argument) ? strtoul(argument, NULL, 16) : 0;
}

/* ---- Who is in, and what it gets ---- */

/* What must never run beside a call: others would be logged out, or find their sessions gone. */
static int must_be_alone(int place, CK_ULONG first) {
  int i;
  switch (place) {
    case INITIALIZE: case FINALIZE: case INIT_TOKEN: case INIT_PIN: case SET_PIN: case CLOSE_ALL: case LOGIN:
    case LOGOUT: return 1;
    case CLOSE_SESSION:
      for (i = 0; i < LOGINS; i++) if (logins[i] && logins[i] == first) return 1;
      return 0;
    default: return 0;
  }
}

/* What is no call to a token. */
static int is_of_module(int place) {
  return place == GET_INFO || place == GET_FUNCTION_LIST || place == GET_SLOT_LIST;
}

static void remember_login(CK_ULONG session) {
  int i;
  for (i = 0; i < LOGINS; i++)
    if (!logins[i] || logins[i] == session) { logins[i] = session; return; }
}

static void forget_login(CK_ULONG session) {
  int i;
  for (i = 0; i < LOGINS; i++) if (!session || logins[i] == session) logins[i] = 0;
}

/* What a call shall give, 0 for what the real module says. */
static CK_RV enter(int place, int loner) {
  CK_RV code = 0;
  pthread_mutex_lock(&lock);
  while (held) pthread_cond_wait(&changed, &lock);
  calls[place]++;
  if (!is_of_module(place)) {
    if (alone || (loner && inside)) intrusions++;
    inside++;
    alone += loner;
  }
  while (hangs[place]) pthread_cond_wait(&changed, &lock);
  if (fail_times[place]) {
    code = fail_with[place];
    if (fail_times[place] > 0) fail_times[place]--;
  }
  pthread_mutex_unlock(&lock);
  return code ? code : obey(place);
}

static void leave(int place, int loner, CK_ULONG first, CK_RV code) {
  if (is_of_module(place)) return;
  pthread_mutex_lock(&lock);
  inside--;
  alone -= loner;
  if (place == LOGIN && !code) remember_login(first);
  if (place == CLOSE_SESSION) forget_login(first);
  if (place == FINALIZE) forget_login(0);
  if (!code) switch (place) {
    case OPEN_SESSION: open_sessions++; break;
    case CLOSE_SESSION: open_sessions--; break;
    case CLOSE_ALL: case FINALIZE: open_sessions = 0; break;
  }
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

/* ---- Functions that behave in their own way ---- */

static CK_RV slot_info(void *slot, void *info) {
  CK_RV code = vendor_slot(vendor.bad_slot, (CK_ULONG)slot);
  if (!code) code = real->f[GET_SLOT_INFO](slot, info, 0, 0, 0, 0, 0, 0);
  if (!code && order("away", NULL)) *(CK_ULONG *)((char *)info + FLAGS_IN_SLOT_INFO) &= ~CKF_TOKEN_PRESENT;
  return code;
}

static CK_RV token_info(void *slot, void *info) {
  char bits[512];
  CK_RV code;
  CK_ULONG *flags = (CK_ULONG *)((char *)info + FLAGS_IN_TOKEN_INFO);
  if (order("away", NULL)) return CKR_TOKEN_NOT_PRESENT;
  if ((code = vendor_slot(vendor.bad_token, (CK_ULONG)slot))) return code;
  code = real->f[GET_TOKEN_INFO](slot, info, 0, 0, 0, 0, 0, 0);
  if (!code) *flags &= ~vendor.no_flags;
  if (!code) { vendor_text(info, MAKER_IN_TOKEN_INFO, 32); vendor_text(info, MODEL_IN_TOKEN_INFO, 16); }
  if (!code && write_protected) *flags |= CKF_WRITE_PROTECTED;
  if (!code && order("flags", bits)) *flags |= strtoul(bits, NULL, 16);
  return code;
}

static CK_RV login(void *session, void *user, void *pin, void *length) {
  char typed[512];
  CK_RV code;
  if (vendor.no_login) return CKR_FUNCTION_FAILED;
  if (vendor.user_type && (CK_ULONG)user == CKU_USER) return CKR_USER_TYPE_INVALID;
  if (vendor.user_type && (CK_ULONG)user == vendor.user_type) user = (void *)CKU_USER;
  if (!pin && order("keypad", typed))
    return real->f[LOGIN](session, user, typed, (void *)strlen(typed), 0, 0, 0, 0);
  code = real->f[LOGIN](session, user, pin, length, 0, 0, 0, 0);
  return !code && vendor.logged_in ? CKR_USER_ALREADY_LOGGED_IN : code;
}

static void trace(void *session, void *object, CK_ATTRIBUTE *template, CK_ULONG count) {
  char path[512];
  FILE *file;
  CK_ULONG class = ~0UL, i;
  CK_ATTRIBUTE asked = {0, &class, sizeof class};
  if (!order("trace", path) || !(file = fopen(path, "a"))) return;
  real->f[GET_ATTRIBUTE](session, object, &asked, (void *)1, 0, 0, 0, 0);
  for (i = 0; i < count; i++) fprintf(file, "%lx %lx\n", class, template[i].type);
  fclose(file);
}

/* A module that reads the 40-byte form of CK_GCM_PARAMS. */
static CK_RV cipher_init(int place, void *session, CK_MECHANISM *m, void *key) {
  CK_MECHANISM changed = *m;
  GCM48 p;
  if (wants_40_bytes && is_gcm(m->mechanism)) {
    GCM40 *q = m->parameter;
    if (m->length != sizeof *q) return CKR_MECHANISM_PARAM_INVALID;
    p = (GCM48){q->iv, q->iv_len, 8 * q->iv_len, q->aad, q->aad_len, q->tag_bits};
    changed = (CK_MECHANISM){m->mechanism, &p, sizeof p};
  }
  return vendor_init(place, session, &changed, key);
}

static int refuses(CK_ATTRIBUTE *template, CK_ULONG count) {
  CK_ULONG i;
  int j;
  for (i = 0; i < count; i++)
    for (j = 0; j < vendor.refused_count; j++) if (template[i].type == vendor.refused[j]) return 1;
  return 0;
}

static CK_RV act(int place, void *a, void *b, void *c, void *d, void *e, void *f, void *g, void *h) {
  CK_RV code = vendor_before(place);
  if (code) return code;
  a = vendor_real_slot(place, a);
  switch (place) {
    case GET_INFO:
      if (!(code = real->f[GET_INFO](a, 0, 0, 0, 0, 0, 0, 0))) {
        vendor_text(a, MAKER_IN_INFO, 32);
        vendor_text(a, DESCRIPTION_IN_INFO, 32);
      }
      return code;
    case GET_SLOT_LIST: return vendor_slots(a, b, c);
    case GET_SLOT_INFO: return slot_info(a, b);
    case GET_MECHANISM_LIST: return vendor_mechanisms(a, b, c);
    case GET_TOKEN_INFO: return token_info(a, b);
    case OPEN_SESSION:
      if (write_protected && ((CK_ULONG)b & CKF_RW_SESSION)) return CKR_TOKEN_WRITE_PROTECTED;
      if ((code = vendor_open((CK_ULONG)b))) return code;
      break;
    case LOGIN: return login(a, b, c, d);
    case GET_ATTRIBUTE:
      trace(a, b, c, (CK_ULONG)d);
      return vendor_attributes(a, b, c, (CK_ULONG)d);
    case GENERATE_KEY:
      if (refuses(c, (CK_ULONG)d)) return CKR_TEMPLATE_INCONSISTENT;
      break;
    case RANDOM:
      if ((code = vendor_random((CK_ULONG)c))) return code;
      break;
    case ENCRYPT: return vendor_encrypt(a, b, (CK_ULONG)c, d, e);
    case DECRYPT: return vendor_decrypt(a, b, (CK_ULONG)c, d, e);
    case ENCRYPT_INIT: case DECRYPT_INIT: return cipher_init(place, a, b, c);
  }
  return real->f[place](a, b, c, d, e, f, g, h);
}

/* ---- The list of functions ---- */

/* More arguments than a function has do no harm in the calling conventions of the tests' systems. */
static CK_RV through(int place, void *a, void *b, void *c, void *d, void *e, void *f, void *g, void *h) {
  CK_ULONG first = (CK_ULONG)a;
  int loner = must_be_alone(place, first);
  CK_RV code = enter(place, loner);
  if (!code) code = act(place, a, b, c, d, e, f, g, h);
  leave(place, loner, first, code);
  return code;
}

#define F(n) \
  static CK_RV f##n(void *a, void *b, void *c, void *d, void *e, void *f, void *g, void *h) { \
    return through(n, a, b, c, d, e, f, g, h); \
  }
#define ALL(X) \
  X(0) X(1) X(2) X(4) X(5) X(6) X(7) X(8) X(9) X(10) X(11) X(12) X(13) X(14) X(15) X(16) X(17) X(18) X(19) X(20) \
  X(21) X(22) X(23) X(24) X(25) X(26) X(27) X(28) X(29) X(30) X(31) X(32) X(33) X(34) X(35) X(36) X(37) X(38) X(39) \
  X(40) X(41) X(42) X(43) X(44) X(45) X(46) X(47) X(48) X(49) X(50) X(51) X(52) X(53) X(54) X(55) X(56) X(57) X(58) \
  X(59) X(60) X(61) X(62) X(63) X(64) X(65) X(66) X(67)
ALL(F)

static CK_RV not_started(void *a, void *b, void *c, void *d, void *e, void *f, void *g, void *h) {
  return CKR_CRYPTOKI_NOT_INITIALIZED;
}

static const char *real_path(void) {
#ifdef REAL
  return REAL;
#else
  return getenv("SHIM_REAL");
#endif
}

#ifdef ONLY_INTERFACE
static
#endif
CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  pthread_mutex_lock(&lock);
  if (!real) {
    CK_RV (*get)(CK_FUNCTION_LIST **);
    CK_FUNCTION_LIST *found;
    char *hanging = getenv("SHIM_HANGS");
    if (getenv("SHIM_CONF")) setenv("SOFTHSM2_CONF", getenv("SHIM_CONF"), 1);
    void *library = real_path() ? dlopen(real_path(), RTLD_NOW | RTLD_LOCAL) : NULL;
    get = library ? (CK_RV (*)(CK_FUNCTION_LIST **))dlsym(library, "C_GetFunctionList") : NULL;
    if (!get || get(&found)) {
      pthread_mutex_unlock(&lock);
      return CKR_GENERAL_ERROR;
    }
    mine = *found;
    mine.f[GET_FUNCTION_LIST] = (FN)C_GetFunctionList;
#define PUT(n) mine.f[n] = f##n;
    ALL(PUT)
    fresh = mine;
#define PUT_NOT_STARTED(n) fresh.f[n] = not_started;
    ALL(PUT_NOT_STARTED)
    if (getenv("SHIM_MODES")) be(getenv("SHIM_MODES"));
    if (hanging) hangs[atoi(hanging)] = 1;
    real = found;
  }
  *list = vendor.fresh && lists_given++ ? &fresh : &mine;
  pthread_mutex_unlock(&lock);
  return 0;
}

#ifdef ONLY_INTERFACE
typedef struct { const char *name; void *functions; CK_ULONG flags; } CK_INTERFACE;

static CK_RV not_supported(void *a, void *b, void *c, void *d, void *e, void *f, void *g, void *h) {
  return CKR_FUNCTION_NOT_SUPPORTED;
}

/* The name may be null, for whatever the module likes best. */
CK_RV C_GetInterface(const char *name, void *version, CK_INTERFACE **found, CK_ULONG flags) {
  enum { FUNCTIONS_3_0 = 92 };
  static struct { unsigned char version[8]; FN f[FUNCTIONS_3_0]; } list;
  static CK_INTERFACE mine_3_0 = {"PKCS 11", &list, 0};
  CK_FUNCTION_LIST *older;
  int i;
  CK_RV code = C_GetFunctionList(&older);
  if (code) return code;
  if (name && strcmp(name, "PKCS 11")) return CKR_ARGUMENTS_BAD;
  list.version[0] = 3;
  for (i = 0; i < FUNCTIONS_3_0; i++) list.f[i] = i < FUNCTIONS ? older->f[i] : not_supported;
  *found = &mine_3_0;
  return 0;
}
#endif

/* ---- For a test in the same process ---- */

/* times < 0: until shim_behave. */
void shim_fail(long place, CK_RV code, long times) {
  pthread_mutex_lock(&lock);
  fail_with[place] = code;
  fail_times[place] = times;
  pthread_mutex_unlock(&lock);
}

void shim_hang(long place) {
  pthread_mutex_lock(&lock);
  hangs[place] = 1;
  pthread_mutex_unlock(&lock);
}

void shim_behave(void) {
  pthread_mutex_lock(&lock);
  memset(fail_times, 0, sizeof fail_times);
  memset(hangs, 0, sizeof hangs);
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

long shim_calls(long place) {
  pthread_mutex_lock(&lock);
  long n = calls[place];
  pthread_mutex_unlock(&lock);
  return n;
}

void shim_forty_bytes(long on) { wants_40_bytes = on; }

/* As a vendor's token: modes of shim_vendors.h, and no others. */
void shim_be(const char *modes) {
  memset(&vendor, 0, sizeof vendor);
  vendor.bad_slot = vendor.bad_token = -1;
  vendor.bad_rv = CKR_GENERAL_ERROR;
  be(modes);
}

void shim_write_protected(long on) { write_protected = on; }

/* Calls that ran beside what must be alone, until now. */
long shim_intrusions(void) {
  pthread_mutex_lock(&lock);
  long n = intrusions;
  pthread_mutex_unlock(&lock);
  return n;
}

/* Waits until no call is in the module and holds new ones back; 0 if one does not come out. */
long shim_hold(void) {
  struct timespec until;
  int failed = 0;
  clock_gettime(CLOCK_REALTIME, &until);
  until.tv_sec += 60;
  pthread_mutex_lock(&lock);
  while (held && !failed) failed = pthread_cond_timedwait(&changed, &lock, &until);
  if (!failed) {
    held = 1;
    while (inside && !failed) failed = pthread_cond_timedwait(&changed, &lock, &until);
    if (failed) { held = 0; pthread_cond_broadcast(&changed); }
  }
  pthread_mutex_unlock(&lock);
  return !failed;
}

void shim_release(void) {
  pthread_mutex_lock(&lock);
  held = 0;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
}

/* The rest is done as by another part of the program, behind the caller's back. A real module does
 * not survive it beside a running call: hold them first. */
CK_RV shim_logout(CK_ULONG slot) {
  CK_ULONG session;
  CK_RV code = real->f[OPEN_SESSION]((void *)slot, (void *)6, 0, 0, &session, 0, 0, 0);
  if (code) return code;
  code = real->f[LOGOUT]((void *)session, 0, 0, 0, 0, 0, 0, 0);
  real->f[CLOSE_SESSION]((void *)session, 0, 0, 0, 0, 0, 0, 0);
  return code;
}

CK_RV shim_close_all_sessions(CK_ULONG slot) { return real->f[CLOSE_ALL]((void *)slot, 0, 0, 0, 0, 0, 0, 0); }

CK_RV shim_restart(void) { return restart(); }
