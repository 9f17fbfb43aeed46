/* How tokens of vendors differ from SoftHSM, by modes that are joined by commas, and names of
 * vendors that stand for some of them. Included by shim.c.
 *
 *   iv:HOW        who makes the IV of AES-GCM and where it comes back, see below
 *   lateiv        an IV in the parameters is written by C_Encrypt, through the pointer of
 *                 C_EncryptInit, also where only the length is asked for
 *   mechanism:X   AES-GCM has this number (hexadecimal) and 0x1087 is unknown; 0: there is none
 *   tagrv:X       the return code of a wrong tag
 *   limit:N       at most so many bytes in a call
 *   sessions:N    at most so many sessions
 *   noro:X        a session without CKF_RW_SESSION gets this return code
 *   random:L-M    C_GenerateRandom gives so many bytes and no others
 *   badattr:X+X   attributes that cannot be read
 *   badrv:X       what they answer, else CKR_GENERAL_ERROR
 *   badlabel:X    objects with this label cannot be read at all
 *   badslot:N     the slot at this place of the list, from 0, cannot be asked
 *   badtoken:N    the token in the slot at this place cannot be asked
 *   fresh         as p11-kit: each list of functions but the first is of an instance that is not
 *                 started
 *   growing:N     so many times a list has one entry more than was told just before
 *   highslots     slot IDs have the highest bit set
 *   loggedin      a login finds that somebody else in the process has made it
 *   template:X+X  C_GenerateKey refuses these attributes (CKR_TEMPLATE_INCONSISTENT)
 *   usertype:X    C_Login takes X (hexadecimal) for the user, and not CKU_USER
 *   nologin       C_Login fails
 *   noflags:X     these bits (hexadecimal) are not among the flags of any token
 *   maker:NAME    library and token call themselves so, and nothing says SoftHSM
 *   deadafter:N   after so many calls each is CKR_DEVICE_ERROR until the module is started again
 */
enum iv_maker {
  BY_CALLER,       /* as SoftHSM */
  APPENDED,        /* 16 bytes after the tag; a caller's is refused; decrypting wants 16 and 128 bits */
  APPENDED_NULL,   /* after the tag if the caller gives none */
  APPENDED_TABLE,  /* by length and bits, as Luna firmware 7.9.3 in FIPS mode has it */
  APPENDED_ALWAYS, /* the one that was used, the caller's too */
  ZERO_FILLED,     /* in the parameters where they are zero; another is used, none refused */
  ZERO_ONLY,       /* in the parameters, which must be zero; another is refused */
  REPLACED,        /* in the parameters, whatever was there */
  IGNORED,         /* made, used and not told */
  IGNORED_TWICE,   /* always the same one, in both directions */
  PREPENDED        /* before the ciphertext, in both directions; a caller's is refused */
};

static const struct { const char *name, *modes; } vendors[] = {
  {"luna-fips", "iv:appended"},
  {"luna-7.9.3", "iv:appended-table"},
  {"luna-optional", "iv:appended-null"},
  {"luna-lost", "deadafter:40"},
  {"protectserver", "iv:zero-filled"},
  {"protectserver-old", "iv:appended-always"},
  {"cloudhsm", "iv:zero-only,limit:16224,sessions:1024,noro:6"},
  {"cloudhsm-own", "mechanism:80001087,iv:prepended,noro:6"},
  {"nshield", "iv:zero-only,tagrv:6"},
  {"google", "mechanism:8001e101,iv:zero-only,lateiv,random:8-1024,limit:65536"},
  {"yubihsm", "mechanism:0"},
  {"tpm2", "mechanism:0"},
  {"softhsm-2.7", "tagrv:40"},
  {"p11-kit", "fresh"},
  {NULL, NULL}
};
static const struct { const char *name; enum iv_maker maker; } iv_makers[] = {
  {"caller", BY_CALLER}, {"appended", APPENDED}, {"appended-null", APPENDED_NULL},
  {"appended-table", APPENDED_TABLE}, {"appended-always", APPENDED_ALWAYS}, {"zero-filled", ZERO_FILLED},
  {"zero-only", ZERO_ONLY}, {"replaced", REPLACED}, {"ignored", IGNORED}, {"ignored-twice", IGNORED_TWICE},
  {"prepended", PREPENDED},
  {NULL, BY_CALLER}
};

static struct {
  enum iv_maker iv;
  int late_iv, has_mechanism, bad_slot, bad_token, growing, fresh, high_slots, logged_in, no_login;
  CK_ULONG user_type, mechanism, tag_rv, limit, sessions, no_ro, random_least, random_most, bad_rv, dead_after, no_flags;
  CK_ULONG bad_attributes[16];
  int bad_attribute_count;
  CK_ULONG refused[16];
  int refused_count;
  char bad_label[64], maker[17];
} vendor = {.bad_slot = -1, .bad_token = -1, .bad_rv = CKR_GENERAL_ERROR};

/* An encryption between C_EncryptInit and C_Encrypt. */
typedef struct { CK_ULONG session; unsigned char iv[16]; CK_ULONG iv_len; unsigned char *tell_late; int append; } SEALING;

/* A decryption whose IV comes with the ciphertext: begun by C_Decrypt. One at a time will do. */
static struct { CK_ULONG session; GCM48 params; unsigned char aad[16384]; void *key; } unsealing;
enum { SEALINGS = 256 };
static SEALING sealings[SEALINGS];
static long open_sessions, calls_of_life;

static void be(const char *modes);

static void be_one(char *mode) {
  int i;
  char *value = strchr(mode, ':');
  for (i = 0; vendors[i].name; i++)
    if (!strcmp(mode, vendors[i].name)) { be(vendors[i].modes); return; }
  if (value) *value++ = 0; else value = "";
  if (!strcmp(mode, "iv")) {
    for (i = 0; iv_makers[i].name; i++) if (!strcmp(value, iv_makers[i].name)) vendor.iv = iv_makers[i].maker;
  } else if (!strcmp(mode, "lateiv")) vendor.late_iv = 1;
  else if (!strcmp(mode, "mechanism")) { vendor.has_mechanism = 1; vendor.mechanism = strtoul(value, NULL, 16); }
  else if (!strcmp(mode, "tagrv")) vendor.tag_rv = strtoul(value, NULL, 16);
  else if (!strcmp(mode, "limit")) vendor.limit = strtoul(value, NULL, 10);
  else if (!strcmp(mode, "sessions")) vendor.sessions = strtoul(value, NULL, 10);
  else if (!strcmp(mode, "noro")) vendor.no_ro = strtoul(value, NULL, 16);
  else if (!strcmp(mode, "random")) sscanf(value, "%lu-%lu", &vendor.random_least, &vendor.random_most);
  else if (!strcmp(mode, "badrv")) vendor.bad_rv = strtoul(value, NULL, 16);
  else if (!strcmp(mode, "badlabel")) snprintf(vendor.bad_label, sizeof vendor.bad_label, "%s", value);
  else if (!strcmp(mode, "badslot")) vendor.bad_slot = atoi(value);
  else if (!strcmp(mode, "badtoken")) vendor.bad_token = atoi(value);
  else if (!strcmp(mode, "highslots")) vendor.high_slots = 1;
  else if (!strcmp(mode, "loggedin")) vendor.logged_in = 1;
  else if (!strcmp(mode, "usertype")) vendor.user_type = strtoul(value, NULL, 16);
  else if (!strcmp(mode, "nologin")) vendor.no_login = 1;
  else if (!strcmp(mode, "fresh")) vendor.fresh = 1;
  else if (!strcmp(mode, "growing")) vendor.growing = atoi(value);
  else if (!strcmp(mode, "noflags")) vendor.no_flags = strtoul(value, NULL, 16);
  else if (!strcmp(mode, "maker")) snprintf(vendor.maker, sizeof vendor.maker, "%s", value);
  else if (!strcmp(mode, "deadafter")) vendor.dead_after = strtoul(value, NULL, 10);
  else if (!strcmp(mode, "badattr")) {
    char *rest = value;
    while (*rest && vendor.bad_attribute_count < 16) {
      vendor.bad_attributes[vendor.bad_attribute_count++] = strtoul(rest, &rest, 16);
      if (*rest) rest++;
    }
  } else if (!strcmp(mode, "template")) {
    char *rest = value;
    while (*rest && vendor.refused_count < 16) {
      vendor.refused[vendor.refused_count++] = strtoul(rest, &rest, 16);
      if (*rest) rest++;
    }
  } else {
    fprintf(stderr, "shim: no vendor and no mode %s\n", mode);
    abort();
  }
}

static void be(const char *modes) {
  char copy[512], *rest, *mode;
  snprintf(copy, sizeof copy, "%s", modes);
  for (mode = strtok_r(copy, ",", &rest); mode; mode = strtok_r(NULL, ",", &rest)) be_one(mode);
}

/* A text of Cryptoki: padded with blanks, without an end. */
static void vendor_text(void *info, size_t at, size_t length) {
  if (!vendor.maker[0]) return;
  memset((char *)info + at, ' ', length);
  memcpy((char *)info + at, vendor.maker, strlen(vendor.maker));
}

/* ---- Sessions, random bytes, slots, mechanisms ---- */

static CK_RV vendor_before(int place) {
  if (place == INITIALIZE) calls_of_life = 0;
  else if (vendor.dead_after && place != FINALIZE && ++calls_of_life > (long)vendor.dead_after) return CKR_DEVICE_ERROR;
  return 0;
}

static CK_RV vendor_open(CK_ULONG flags) {
  if (vendor.no_ro && !(flags & CKF_RW_SESSION)) return vendor.no_ro;
  if (vendor.sessions && open_sessions >= (long)vendor.sessions) return CKR_SESSION_COUNT;
  return 0;
}

static CK_RV vendor_random(CK_ULONG length) {
  if (vendor.random_most && (length < vendor.random_least || length > vendor.random_most)) return CKR_ARGUMENTS_BAD;
  return 0;
}

static int is_gcm(CK_ULONG mechanism) {
  return vendor.has_mechanism ? vendor.mechanism && mechanism == vendor.mechanism : mechanism == CKM_AES_GCM;
}

/* bad: a place in the list, -1 for none */
static CK_RV vendor_slot(int bad, CK_ULONG slot) {
  CK_ULONG slots[4096], count = 4096;
  if (bad < 0 || real->f[GET_SLOT_LIST](0, slots, &count, 0, 0, 0, 0, 0)) return 0;
  return bad < (long)count && slots[bad] == slot ? CKR_DEVICE_ERROR : 0;
}

/* The length of a list that is one longer when it is asked for. */
static void grow(CK_RV code, CK_ULONG *list, CK_ULONG *count) {
  if (!code && !list && vendor.growing > 0 && *count) { vendor.growing--; --*count; }
}

static CK_RV vendor_slots(void *present, CK_ULONG *list, CK_ULONG *count) {
  CK_RV code = real->f[GET_SLOT_LIST](present, list, count, 0, 0, 0, 0, 0);
  CK_ULONG i;
  grow(code, list, count);
  if (!code && list && vendor.high_slots) for (i = 0; i < *count; i++) list[i] |= HIGHEST_BIT;
  return code;
}

/* The slot of the real module that a call is about. */
static void *vendor_real_slot(int place, void *first) {
  switch (place) {
    case GET_SLOT_INFO: case GET_TOKEN_INFO: case GET_MECHANISM_LIST: case GET_MECHANISM_INFO: case INIT_TOKEN:
    case OPEN_SESSION: case CLOSE_ALL:
      return vendor.high_slots ? (void *)((CK_ULONG)first & ~HIGHEST_BIT) : first;
    default: return first;
  }
}

/* The list with its own number for AES-GCM, or without it. */
static CK_RV vendor_mechanisms(void *slot, CK_ULONG *list, CK_ULONG *count) {
  CK_RV code = real->f[GET_MECHANISM_LIST](slot, list, count, 0, 0, 0, 0, 0);
  CK_ULONG i, kept = 0;
  grow(code, list, count);
  if (code || !list || !vendor.has_mechanism) return code;
  for (i = 0; i < *count; i++)
    if (list[i] != CKM_AES_GCM) list[kept++] = list[i];
    else if (vendor.mechanism) list[kept++] = vendor.mechanism;
  *count = kept;
  return code;
}

/* ---- Attributes ---- */

static int has_bad_label(void *session, void *object) {
  char label[64] = {0};
  CK_ATTRIBUTE asked = {3, label, sizeof label - 1};
  return vendor.bad_label[0] && !real->f[GET_ATTRIBUTE](session, object, &asked, (void *)1, 0, 0, 0, 0)
    && !strcmp(label, vendor.bad_label);
}

/* All others of the template are told, and one return code is given for the whole. */
static CK_RV vendor_attributes(void *session, void *object, CK_ATTRIBUTE *template, CK_ULONG count) {
  CK_ATTRIBUTE asked[256];
  CK_ULONG i, kept = 0, from[256];
  CK_RV code = 0;
  int bad = 0, j;
  if (has_bad_label(session, object)) return vendor.bad_rv;
  if (!vendor.bad_attribute_count || count > 256)
    return real->f[GET_ATTRIBUTE](session, object, template, (void *)count, 0, 0, 0, 0);
  for (i = 0; i < count; i++) {
    int is_bad = 0;
    for (j = 0; j < vendor.bad_attribute_count; j++) is_bad |= template[i].type == vendor.bad_attributes[j];
    if (is_bad) { template[i].length = ~0UL; bad = 1; } else { from[kept] = i; asked[kept++] = template[i]; }
  }
  if (kept) code = real->f[GET_ATTRIBUTE](session, object, asked, (void *)kept, 0, 0, 0, 0);
  for (i = 0; i < kept; i++) template[from[i]] = asked[i];
  return bad ? vendor.bad_rv : code;
}

/* ---- AES-GCM ---- */

static SEALING *sealing(CK_ULONG session, int make) {
  int i;
  SEALING *found = NULL;
  pthread_mutex_lock(&lock);
  for (i = 0; i < SEALINGS && !found; i++) if (sealings[i].session == session) found = &sealings[i];
  for (i = 0; i < SEALINGS && !found && make; i++) if (!sealings[i].session) found = &sealings[i];
  if (found && make) { memset(found, 0, sizeof *found); found->session = session; }
  pthread_mutex_unlock(&lock);
  return found;
}

static int is_zero(const unsigned char *bytes, CK_ULONG length) {
  CK_ULONG i;
  for (i = 0; i < length; i++) if (bytes[i]) return 0;
  return 1;
}

/* The IV that is used, and what becomes of it; CKR_MECHANISM_PARAM_INVALID if the caller's will not do. */
static CK_RV make_iv(SEALING *s, void *session, GCM48 *p) {
  CK_ULONG kept = 0, made = 0;
  int tell = 0;
  switch (vendor.iv) {
    case APPENDED:
      if (p->iv_len) return CKR_MECHANISM_PARAM_INVALID;
      made = 16; s->append = 1;
      break;
    case APPENDED_NULL:
      if (p->iv_len) kept = p->iv_len; else { made = 16; s->append = 1; }
      break;
    case APPENDED_TABLE:
      if (!p->iv_len && (p->iv_bits == 0 || p->iv_bits == 128)) made = 16;
      else if (!p->iv_len && p->iv_bits == 96) made = 12;
      else if (p->iv_len == 16 && p->iv_bits == 96) { kept = 4; made = 12; }
      else return CKR_MECHANISM_PARAM_INVALID;
      s->append = 1;
      break;
    case APPENDED_ALWAYS:
      if (!p->iv_len || p->iv_len > 16) return CKR_MECHANISM_PARAM_INVALID;
      kept = p->iv_len; s->append = 1;
      break;
    case ZERO_FILLED: case ZERO_ONLY:
      if (!p->iv || !p->iv_len || p->iv_len > 16) return CKR_MECHANISM_PARAM_INVALID;
      if (is_zero(p->iv, p->iv_len)) { made = p->iv_len; tell = 1; }
      else if (vendor.iv == ZERO_ONLY) return CKR_MECHANISM_PARAM_INVALID;
      else kept = p->iv_len;
      break;
    case PREPENDED:
      if (p->iv || p->iv_len) return CKR_MECHANISM_PARAM_INVALID;
      made = 12; s->append = 1;
      break;
    case REPLACED: made = p->iv_len; tell = 1; break;
    case IGNORED: made = p->iv_len; break;
    default: kept = p->iv_len;
  }
  if (kept + made > 16) return CKR_MECHANISM_PARAM_INVALID;
  if (kept) memcpy(s->iv, p->iv, kept);
  if (made) real->f[RANDOM](session, s->iv + kept, (void *)made, 0, 0, 0, 0, 0);
  s->iv_len = kept + made;
  if (vendor.iv == IGNORED_TWICE) memset(s->iv, 7, s->iv_len);
  if (tell && vendor.late_iv) s->tell_late = p->iv;
  else if (tell) memcpy(p->iv, s->iv, s->iv_len);
  return 0;
}

static CK_RV vendor_init(int place, void *session, CK_MECHANISM *m, void *key) {
  GCM48 p;
  CK_MECHANISM changed = {CKM_AES_GCM, &p, sizeof p};
  SEALING *s;
  CK_RV code;
  unsigned char always[16];
  if (place == ENCRYPT_INIT && (s = sealing((CK_ULONG)session, 0))) s->session = 0;
  if (!is_gcm(m->mechanism))
    return m->mechanism == CKM_AES_GCM ? CKR_MECHANISM_INVALID : real->f[place](session, m, key, 0, 0, 0, 0, 0);
  if (m->length != sizeof p) return CKR_MECHANISM_PARAM_INVALID;
  p = *(GCM48 *)m->parameter;
  if (place == DECRYPT_INIT) {
    if (vendor.iv == APPENDED && (p.iv_len != 16 || p.iv_bits != 128)) return CKR_MECHANISM_PARAM_INVALID;
    if (vendor.iv == PREPENDED) {
      if (p.iv || p.iv_len || p.aad_len > sizeof unsealing.aad) return CKR_MECHANISM_PARAM_INVALID;
      pthread_mutex_lock(&lock);
      unsealing.params = p;
      memcpy(unsealing.aad, p.aad, p.aad_len);
      unsealing.params.aad = unsealing.aad;
      unsealing.key = key;
      unsealing.session = (CK_ULONG)session;
      pthread_mutex_unlock(&lock);
      return 0;
    }
    if (vendor.iv == IGNORED_TWICE) { memset(always, 7, sizeof always); p.iv = always; }
    return real->f[place](session, &changed, key, 0, 0, 0, 0, 0);
  }
  if (!(s = sealing((CK_ULONG)session, 1))) return CKR_GENERAL_ERROR;
  if ((code = make_iv(s, session, &p))) { s->session = 0; return code; }
  p.iv = s->iv;
  p.iv_len = s->iv_len;
  p.iv_bits = 8 * s->iv_len;
  return real->f[place](session, &changed, key, 0, 0, 0, 0, 0);
}

static CK_RV vendor_encrypt(void *session, void *in, CK_ULONG length, unsigned char *out, CK_ULONG *out_length) {
  SEALING *s = sealing((CK_ULONG)session, 0);
  CK_ULONG room = *out_length, more = s && s->append ? s->iv_len : 0;
  CK_RV code;
  if (!s) return real->f[ENCRYPT](session, in, (void *)length, out, out_length, 0, 0, 0);
  if (vendor.limit && length > vendor.limit) return CKR_DATA_LEN_RANGE;
  if (s->tell_late) memcpy(s->tell_late, s->iv, s->iv_len);
  if (!out || room < length + 16 + more) {
    *out_length = length + 16 + more;
    return out ? CKR_BUFFER_TOO_SMALL : 0; /* and the operation goes on */
  }
  code = real->f[ENCRYPT](session, in, (void *)length, out, out_length, 0, 0, 0);
  if (!code && more && vendor.iv == PREPENDED) {
    memmove(out + more, out, *out_length);
    memcpy(out, s->iv, more);
    *out_length += more;
  } else if (!code && more) {
    memcpy(out + *out_length, s->iv, more);
    *out_length += more;
  }
  s->session = 0;
  return code;
}

/* The IV and what follows it. */
static CK_RV vendor_unseal(void *session, unsigned char **in, CK_ULONG *length) {
  CK_MECHANISM m = {CKM_AES_GCM, &unsealing.params, sizeof unsealing.params};
  if (unsealing.session != (CK_ULONG)session) return 0;
  unsealing.session = 0;
  if (*length < 12) return 0x41;
  unsealing.params.iv = *in;
  unsealing.params.iv_len = 12;
  unsealing.params.iv_bits = 96;
  *in += 12;
  *length -= 12;
  return real->f[DECRYPT_INIT](session, &m, unsealing.key, 0, 0, 0, 0, 0);
}

static CK_RV vendor_decrypt(void *session, void *in, CK_ULONG length, void *out, CK_ULONG *out_length) {
  CK_RV code = vendor.iv == PREPENDED ? vendor_unseal(session, (unsigned char **)&in, &length) : 0;
  if (code) return code;
  if (vendor.limit && length > vendor.limit + 16) return CKR_DATA_LEN_RANGE;
  code = real->f[DECRYPT](session, in, (void *)length, out, out_length, 0, 0, 0);
  return code == CKR_GENERAL_ERROR && vendor.tag_rv ? vendor.tag_rv : code;
}
