/* A PKCS#11 module for tests that forwards to a real one and is odd where a file tells it to be.
 * ODD_REAL names the real module, ODD_ORDERS the file, which is read again at every call:
 *
 *   crash N      die of a null pointer in the function of place N of CK_FUNCTION_LIST
 *   exit N C     end the process with exit code C in it
 *   signal N S   send the signal S to the process in it
 *   abort N      call abort() in it
 *   hang N       do not return from it
 *   flags X      add the bits X (hexadecimal) to the flags of every token
 *   keypad PIN   a login without a PIN is one with this PIN, as if typed at the device
 *   trace FILE   write down every attribute that is asked for
 *   away         the token is not in its slot
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;
typedef struct { CK_ULONG type; void *value; CK_ULONG length; } CK_ATTRIBUTE;
typedef CK_RV (*FN)(void *, void *, void *, void *, void *, void *);
typedef struct { unsigned char version[8]; FN f[68]; } CK_FUNCTION_LIST;
typedef CK_RV (*GET_LIST)(CK_FUNCTION_LIST **);

enum { GET_SLOT_INFO = 5, GET_TOKEN_INFO = 6, LOGIN = 18, GET_ATTRIBUTE = 24 };
#define FLAGS_IN_TOKEN_INFO 96
#define FLAGS_IN_SLOT_INFO 96
#define CKR_TOKEN_NOT_PRESENT 0xE0
#define CKF_TOKEN_PRESENT 1UL

static CK_FUNCTION_LIST *real, mine;

static int order(const char *word, char *argument) {
  char line[512];
  int found = 0;
  const char *path = getenv("ODD_ORDERS");
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

static void obey(int place) {
  char argument[512], wanted[16];
  snprintf(wanted, sizeof wanted, "%d", place);
  if (order("crash", argument) && !strcmp(argument, wanted)) *(volatile int *)0 = 1;
  if (order("abort", argument) && !strcmp(argument, wanted)) abort();
  if (order("exit", argument) && atoi(argument) == place) exit(atoi(strchr(argument, ' ')));
  if (order("signal", argument) && atoi(argument) == place) kill(getpid(), atoi(strchr(argument, ' ')));
  if (order("hang", argument) && !strcmp(argument, wanted)) for (;;) sleep(1);
}

#define FORWARD(place) \
  static CK_RV f##place(void *a, void *b, void *c, void *d, void *e, void *g) { \
    obey(place); \
    return real->f[place](a, b, c, d, e, g); \
  }
FORWARD(0) FORWARD(1) FORWARD(2) FORWARD(4) FORWARD(12) FORWARD(19) FORWARD(20) FORWARD(26) FORWARD(27) FORWARD(29) FORWARD(58)

static CK_RV slot_info(void *slot, void *info, void *c, void *d, void *e, void *g) {
  CK_RV code;
  obey(GET_SLOT_INFO);
  code = real->f[GET_SLOT_INFO](slot, info, c, d, e, g);
  if (!code && order("away", NULL))
    *(CK_ULONG *)((char *)info + FLAGS_IN_SLOT_INFO) &= ~CKF_TOKEN_PRESENT;
  return code;
}

static CK_RV token_info(void *slot, void *info, void *c, void *d, void *e, void *g) {
  char bits[512];
  CK_RV code;
  obey(GET_TOKEN_INFO);
  if (order("away", NULL)) return CKR_TOKEN_NOT_PRESENT;
  code = real->f[GET_TOKEN_INFO](slot, info, c, d, e, g);
  if (!code && order("flags", bits))
    *(CK_ULONG *)((char *)info + FLAGS_IN_TOKEN_INFO) |= strtoul(bits, NULL, 16);
  return code;
}

static CK_RV login(void *session, void *user, void *pin, void *length, void *e, void *g) {
  char typed[512];
  obey(LOGIN);
  if (!pin && order("keypad", typed))
    return real->f[LOGIN](session, user, typed, (void *)strlen(typed), e, g);
  return real->f[LOGIN](session, user, pin, length, e, g);
}

static CK_RV get_attribute(void *session, void *object, void *template, void *count, void *e, void *g) {
  char path[512];
  obey(GET_ATTRIBUTE);
  if (order("trace", path)) {
    FILE *file = fopen(path, "a");
    CK_ULONG class = ~0UL, i;
    CK_ATTRIBUTE asked = {0, &class, sizeof class};
    real->f[GET_ATTRIBUTE](session, object, &asked, (void *)1, e, g);
    for (i = 0; i < (CK_ULONG)count; i++)
      fprintf(file, "%lx %lx\n", class, ((CK_ATTRIBUTE *)template)[i].type);
    fclose(file);
  }
  return real->f[GET_ATTRIBUTE](session, object, template, count, e, g);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  if (!real) {
    void *library = dlopen(getenv("ODD_REAL"), RTLD_NOW | RTLD_LOCAL);
    GET_LIST get = library ? (GET_LIST)dlsym(library, "C_GetFunctionList") : NULL;
    if (!get || get(&real)) return 5;
    mine = *real;
    mine.f[0] = f0; mine.f[1] = f1; mine.f[2] = f2; mine.f[4] = f4; mine.f[12] = f12; mine.f[19] = f19; mine.f[20] = f20;
    mine.f[26] = f26; mine.f[27] = f27; mine.f[29] = f29; mine.f[58] = f58;
    mine.f[GET_SLOT_INFO] = slot_info;
    mine.f[GET_TOKEN_INFO] = token_info;
    mine.f[LOGIN] = login;
    mine.f[GET_ATTRIBUTE] = get_attribute;
  }
  *list = &mine;
  return 0;
}
