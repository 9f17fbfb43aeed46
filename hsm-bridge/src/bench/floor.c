/* The floor of the benchmark: what the token does when nothing but C asks it. Each thread has a
 * session of its own and goes round all keys with the label prefix "bench-", with AES-256-GCM, 64
 * bytes of text, 200 bytes of AAD and cached handles.
 *
 * floor MODULE TOKEN encrypt|cdiv|decrypt THREADS SECONDS < PIN
 * prints operations a second. Only what it needs of Cryptoki is declared here. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef unsigned long CK_ULONG;
typedef struct { CK_ULONG mechanism; void *parameter; CK_ULONG length; } CK_MECHANISM;
typedef struct { void *iv; CK_ULONG iv_len, iv_bits; void *aad; CK_ULONG aad_len, tag_bits; } GCM;
typedef struct { CK_ULONG type; void *value; CK_ULONG length; } CK_ATTRIBUTE;
typedef struct { void *create, *destroy, *lock, *unlock; CK_ULONG flags; void *reserved; } INIT_ARGS;
typedef CK_ULONG (*FN)();
typedef struct { unsigned char version[8]; FN f[68]; } CK_FUNCTION_LIST;

enum {
  INITIALIZE = 0, FINALIZE = 1, GET_SLOT_LIST = 4, GET_TOKEN_INFO = 6, OPEN_SESSION = 12,
  LOGIN = 18, GET_ATTRIBUTE = 24, FIND_INIT = 26, FIND = 27, FIND_FINAL = 28, ENCRYPT_INIT = 29,
  ENCRYPT = 30, DECRYPT_INIT = 33, DECRYPT = 34, RANDOM = 64
};
enum { TEXT = 64, AAD = 200, IV = 12, TAG = 16, MOST_KEYS = 100000 };

static CK_FUNCTION_LIST *p11;
static CK_ULONG slot, keys[MOST_KEYS], key_count;
static int seconds;
static enum { ENC, CDIV, DEC } mode;

static void check(CK_ULONG code, const char *what) {
  if (code) {
    fprintf(stderr, "%s: CKR 0x%lx\n", what, code);
    exit(1);
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static CK_ULONG seal(CK_ULONG session, CK_ULONG key, CK_MECHANISM *m, unsigned char *text,
                     unsigned char *sealed) {
  CK_ULONG length = TEXT + TAG;
  check(p11->f[ENCRYPT_INIT](session, m, key), "C_EncryptInit");
  check(p11->f[ENCRYPT](session, text, (CK_ULONG)TEXT, sealed, &length), "C_Encrypt");
  return length;
}

static void open_sealed(CK_ULONG session, CK_ULONG key, CK_MECHANISM *m, unsigned char *sealed,
                        CK_ULONG sealed_length, unsigned char *text) {
  CK_ULONG length = TEXT + TAG;
  check(p11->f[DECRYPT_INIT](session, m, key), "C_DecryptInit");
  check(p11->f[DECRYPT](session, sealed, sealed_length, text, &length), "C_Decrypt");
}

static void *work(void *result) {
  CK_ULONG session, n = 0, length = 0;
  unsigned char iv[IV], aad[AAD] = {1}, text[TEXT + TAG] = {2}, back[TEXT + TAG];
  unsigned char (*sealed)[TEXT + TAG] = malloc(key_count * sizeof *sealed);
  GCM gcm = {iv, IV, 8 * IV, aad, AAD, 8 * TAG};
  CK_MECHANISM m = {0x1087 /* CKM_AES_GCM */, &gcm, sizeof gcm};
  check(p11->f[OPEN_SESSION](slot, 6UL, 0, 0, &session), "C_OpenSession");
  check(p11->f[RANDOM](session, iv, (CK_ULONG)IV), "C_GenerateRandom");
  if (mode == DEC)
    for (CK_ULONG i = 0; i < key_count; i++) length = seal(session, keys[i], &m, text, sealed[i]);
  for (double end = now() + seconds; (n & 63) || now() < end; n++) {
    CK_ULONG i = n % key_count;
    switch (mode) {
      case ENC: seal(session, keys[i], &m, text, sealed[i]); break;
      case CDIV:
        length = seal(session, keys[i], &m, text, sealed[i]);
        open_sealed(session, keys[i], &m, sealed[i], length, back);
        break;
      case DEC: open_sealed(session, keys[i], &m, sealed[i], length, back); break;
    }
  }
  *(CK_ULONG *)result = n;
  return 0;
}

static void find_keys(void) {
  CK_ULONG session, class = 4 /* CKO_SECRET_KEY */, handle, count;
  CK_ATTRIBUTE wanted = {0, &class, sizeof class};
  check(p11->f[OPEN_SESSION](slot, 6UL, 0, 0, &session), "C_OpenSession");
  char pin[256] = "";
  if (!fgets(pin, sizeof pin, stdin)) exit(2);
  pin[strcspn(pin, "\n")] = 0;
  check(p11->f[LOGIN](session, 1UL, pin, (CK_ULONG)strlen(pin)), "C_Login");
  check(p11->f[FIND_INIT](session, &wanted, 1UL), "C_FindObjectsInit");
  static CK_ULONG all[MOST_KEYS];
  CK_ULONG found = 0;
  while (!p11->f[FIND](session, &handle, 1UL, &count) && count && found < MOST_KEYS)
    all[found++] = handle;
  p11->f[FIND_FINAL](session);
  for (CK_ULONG i = 0; i < found; i++) {
    char label[128] = "";
    CK_ATTRIBUTE a = {3 /* CKA_LABEL */, label, sizeof label - 1};
    if (!p11->f[GET_ATTRIBUTE](session, all[i], &a, 1UL) && !strncmp(label, "bench-", 6))
      keys[key_count++] = all[i];
  }
}

int main(int argc, char **argv) {
  if (argc != 6) return 2;
  mode = !strcmp(argv[3], "encrypt") ? ENC : !strcmp(argv[3], "cdiv") ? CDIV : DEC;
  int threads = atoi(argv[4]);
  seconds = atoi(argv[5]);
  void *library = dlopen(argv[1], RTLD_NOW);
  if (!library) return fprintf(stderr, "%s\n", dlerror()), 1;
  ((FN)dlsym(library, "C_GetFunctionList"))(&p11);
  INIT_ARGS os_locking = {0, 0, 0, 0, 2, 0};
  check(p11->f[INITIALIZE](&os_locking), "C_Initialize");
  CK_ULONG slots[64], slot_count = 64;
  check(p11->f[GET_SLOT_LIST](1, slots, &slot_count), "C_GetSlotList");
  int found = 0;
  for (CK_ULONG i = 0; i < slot_count; i++) {
    unsigned char info[512], label[33];
    if (p11->f[GET_TOKEN_INFO](slots[i], info)) continue;
    memset(label, ' ', 32);
    memcpy(label, argv[2], strlen(argv[2]));
    if (!memcmp(info, label, 32)) slot = slots[i], found = 1;
  }
  if (!found) return fprintf(stderr, "no token %s\n", argv[2]), 1;
  find_keys();
  if (!key_count) return fprintf(stderr, "no keys\n"), 1;
  pthread_t thread[64];
  CK_ULONG result[64], sum = 0;
  double began = now();
  for (int i = 0; i < threads; i++) pthread_create(&thread[i], 0, work, &result[i]);
  for (int i = 0; i < threads; i++) pthread_join(thread[i], 0), sum += result[i];
  printf("%.0f\n", sum / (now() - began));
  p11->f[FINALIZE](0);
  return 0;
}
