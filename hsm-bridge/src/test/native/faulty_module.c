/* A PKCS#11 module for tests that forwards to a real one, named by REAL when it is compiled, and
 * fails or hangs where a test tells it to. Only what the tests need of Cryptoki is declared. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef struct { CK_ULONG mechanism; void *parameter; CK_ULONG length; } CK_MECHANISM;
typedef struct { void *iv; CK_ULONG iv_len, iv_bits; void *aad; CK_ULONG aad_len, tag_bits; } GCM48;
typedef struct { void *iv; CK_ULONG iv_len; void *aad; CK_ULONG aad_len, tag_bits; } GCM40;
typedef CK_RV (*FN)(void *, void *, void *, void *, void *, void *);
typedef struct { unsigned char version[8]; FN f[68]; } CK_FUNCTION_LIST;

enum {
  INITIALIZE = 0, FINALIZE = 1, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12, CLOSE_SESSION = 13, CLOSE_ALL = 14,
  GET_SESSION_INFO = 15, LOGIN = 18, LOGOUT = 19, GET_ATTRIBUTE = 24, FIND_INIT = 26, FIND = 27,
  ENCRYPT_INIT = 29, ENCRYPT = 30, DECRYPT_INIT = 33, DECRYPT = 34, GENERATE_KEY = 58, RANDOM = 64
};
#define CKM_AES_GCM 0x1087
#define CKR_MECHANISM_PARAM_INVALID 0x71
#define CKR_TOKEN_WRITE_PROTECTED 0xE2
#define CKF_RW_SESSION 2UL
#define CKF_WRITE_PROTECTED 2UL
#define FLAGS_IN_TOKEN_INFO 96

static CK_FUNCTION_LIST *real, mine;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t released = PTHREAD_COND_INITIALIZER;
static CK_RV fail_with[68];
static int fail_times[68], hangs[68];
static long calls[68];
static int wants_40_bytes, makes_iv, write_protected;

/* What a call shall give, 0 for what the real module says. */
static CK_RV before(int function) {
  CK_RV code = 0;
  pthread_mutex_lock(&lock);
  calls[function]++;
  while (hangs[function]) pthread_cond_wait(&released, &lock);
  if (fail_times[function]) {
    code = fail_with[function];
    if (fail_times[function] > 0) fail_times[function]--;
  }
  pthread_mutex_unlock(&lock);
  return code;
}

#define FORWARD(name, index) \
  static CK_RV name(void *a, void *b, void *c, void *d, void *e, void *f) { \
    CK_RV code = before(index); \
    return code ? code : real->f[index](a, b, c, d, e, f); \
  }
FORWARD(initialize, INITIALIZE)
FORWARD(finalize, FINALIZE)
FORWARD(get_slot_list, GET_SLOT_LIST)
FORWARD(get_session_info, GET_SESSION_INFO)
FORWARD(login, LOGIN)
FORWARD(get_attribute, GET_ATTRIBUTE)
FORWARD(find_init, FIND_INIT)
FORWARD(find, FIND)
FORWARD(encrypt, ENCRYPT)
FORWARD(decrypt, DECRYPT)
FORWARD(generate_key, GENERATE_KEY)
FORWARD(generate_random, RANDOM)

/* A token that nothing can be written to says so, and opens no session for it. */
static CK_RV get_token_info(void *slot, void *info, void *c, void *d, void *e, void *f) {
  CK_RV code = before(GET_TOKEN_INFO);
  if (code) return code;
  code = real->f[GET_TOKEN_INFO](slot, info, 0, 0, 0, 0);
  if (!code && write_protected)
    *(CK_ULONG *)((char *)info + FLAGS_IN_TOKEN_INFO) |= CKF_WRITE_PROTECTED;
  return code;
}
static CK_RV open_session(void *slot, void *flags, void *c, void *d, void *session, void *f) {
  CK_RV code = before(OPEN_SESSION);
  if (code) return code;
  if (write_protected && ((CK_ULONG)flags & CKF_RW_SESSION)) return CKR_TOKEN_WRITE_PROTECTED;
  return real->f[OPEN_SESSION](slot, flags, c, d, session, 0);
}

/* A module that reads the 40-byte form of CK_GCM_PARAMS, or writes the IV itself. */
static CK_RV init(int function, void *session, CK_MECHANISM *m, void *key) {
  CK_RV code = before(function);
  CK_MECHANISM changed = *m;
  GCM48 p;
  if (code) return code;
  if (m->mechanism == CKM_AES_GCM) {
    if (m->length != (wants_40_bytes ? sizeof(GCM40) : sizeof(GCM48)))
      return CKR_MECHANISM_PARAM_INVALID;
    if (wants_40_bytes) {
      GCM40 *q = m->parameter;
      p = (GCM48){q->iv, q->iv_len, 8 * q->iv_len, q->aad, q->aad_len, q->tag_bits};
    } else {
      p = *(GCM48 *)m->parameter;
    }
    if (makes_iv && function == ENCRYPT_INIT)
      real->f[RANDOM](session, p.iv, (void *)p.iv_len, 0, 0, 0);
    changed = (CK_MECHANISM){m->mechanism, &p, sizeof p};
  }
  return real->f[function](session, &changed, key, 0, 0, 0);
}
static CK_RV encrypt_init(void *a, void *b, void *c, void *d, void *e, void *f) {
  return init(ENCRYPT_INIT, a, b, c);
}
static CK_RV decrypt_init(void *a, void *b, void *c, void *d, void *e, void *f) {
  return init(DECRYPT_INIT, a, b, c);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  if (!real) {
    CK_RV (*get)(CK_FUNCTION_LIST **);
    void *library = dlopen(REAL, RTLD_NOW | RTLD_LOCAL);
    if (!library) return 5;
    get = (CK_RV (*)(CK_FUNCTION_LIST **))dlsym(library, "C_GetFunctionList");
    if (!get || get(&real)) return 5;
    mine = *real;
    /* For another process than that of the test. */
    char *hanging = getenv("FAULTY_HANGS");
    if (hanging) hangs[atoi(hanging)] = 1;
    mine.f[3] = (FN)C_GetFunctionList;
    mine.f[INITIALIZE] = initialize;
    mine.f[FINALIZE] = finalize;
    mine.f[GET_SLOT_LIST] = get_slot_list;
    mine.f[GET_TOKEN_INFO] = get_token_info;
    mine.f[OPEN_SESSION] = open_session;
    mine.f[GET_SESSION_INFO] = get_session_info;
    mine.f[LOGIN] = login;
    mine.f[GET_ATTRIBUTE] = get_attribute;
    mine.f[FIND_INIT] = find_init;
    mine.f[FIND] = find;
    mine.f[ENCRYPT_INIT] = encrypt_init;
    mine.f[ENCRYPT] = encrypt;
    mine.f[DECRYPT_INIT] = decrypt_init;
    mine.f[DECRYPT] = decrypt;
    mine.f[GENERATE_KEY] = generate_key;
    mine.f[RANDOM] = generate_random;
  }
  *list = &mine;
  return 0;
}

/* For tests. times < 0: until faults_end. */
void fault_fail(long function, CK_RV code, long times) {
  pthread_mutex_lock(&lock);
  fail_with[function] = code;
  fail_times[function] = times;
  pthread_mutex_unlock(&lock);
}

void fault_hang(long function) {
  pthread_mutex_lock(&lock);
  hangs[function] = 1;
  pthread_mutex_unlock(&lock);
}

void faults_end(void) {
  pthread_mutex_lock(&lock);
  memset(fail_times, 0, sizeof fail_times);
  memset(hangs, 0, sizeof hangs);
  pthread_cond_broadcast(&released);
  pthread_mutex_unlock(&lock);
}

long fault_calls(long function) {
  pthread_mutex_lock(&lock);
  long n = calls[function];
  pthread_mutex_unlock(&lock);
  return n;
}

void fault_gcm(long forty_bytes, long own_iv) {
  wants_40_bytes = forty_bytes;
  makes_iv = own_iv;
}

void fault_write_protected(long on) { write_protected = on; }

/* Behind the caller's back, as another program part would. */
CK_RV fault_logout(CK_ULONG slot) {
  CK_ULONG session;
  CK_RV code = real->f[OPEN_SESSION]((void *)slot, (void *)6, 0, 0, &session, 0);
  if (code) return code;
  code = real->f[LOGOUT]((void *)session, 0, 0, 0, 0, 0);
  real->f[CLOSE_SESSION]((void *)session, 0, 0, 0, 0, 0);
  return code;
}

CK_RV fault_close_all_sessions(CK_ULONG slot) {
  return real->f[CLOSE_ALL]((void *)slot, 0, 0, 0, 0, 0);
}
