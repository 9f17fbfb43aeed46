/* A load generator for the XKS proxy: HTTPS/1.1 with keep-alive, one thread, every request signed
 * (Signature Version 4) and distinct by its KMS request ID.
 *
 * load HOST PORT PREFIX CA.pem CREDENTIALS encrypt|cdiv|decrypt KEYS CONNECTIONS RATE SECONDS
 * load HOST PORT PREFIX CA.pem CREDENTIALS idle|handshakes 1 CONNECTIONS RATE SECONDS
 *
 * The second form asks for nothing: it holds connections open, or opens and closes so many a second,
 * from 250 addresses of this machine by turns.
 *
 * CREDENTIALS is a file with an access key ID and its secret; when it changes, the new ones are
 * used. The keys are bench-1 to bench-KEYS. RATE 0 sends the next request on a connection as soon
 * as the last one is answered; otherwise so many a second are sent on time, whether or not earlier
 * ones were answered, and latency counts from the time at which a request was due.
 *
 * Prints one line of JSON: latencies in microseconds, failures with the times (Unix, ms) of the
 * first and the last. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MOST = 4096, ADDRESSES = 250, BUFFER = 16384, BUCKETS = 4000000, REGION_LEN = 9 };
#define REGION "us-east-1"

typedef struct {
  int fd, busy, ready, want_write;
  SSL *ssl;
  char out[BUFFER], in[BUFFER];
  int out_length, out_done, in_length, key;
  double due;
} Connection;

typedef struct { char ciphertext[128], iv[32], tag[32]; } Sealed;

static const char *host, *port, *prefix, *credentials;
static enum { ENC, CDIV, DEC, IDLE, HANDSHAKES } mode;
static int key_count, connection_count, filling;
static double rate, seconds;
static Connection connection[MOST];
static SSL_CTX *context;
static int poller;
static char access_key[64], secret[128], day[9];
static unsigned char signing_key[32];
static struct timespec credentials_time;
static unsigned long sequence, answered, failed, first_failed, last_failed;
static unsigned long statuses[600];
static unsigned *histogram;
static Sealed *sealed;
static char text64[128], aad64[300], first_error[512];

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static unsigned long wall_millis(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return t.tv_sec * 1000UL + t.tv_nsec / 1000000;
}

static void die(const char *what) {
  fprintf(stderr, "%s\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

/* The one-shot functions of OpenSSL 3 look the algorithm up each time; that costs more than the
 * digest of a request. */
static void sha256(const void *text, size_t length, unsigned char *out) {
  static EVP_MD_CTX *digest;
  if (!digest) {
    digest = EVP_MD_CTX_new();
    EVP_DigestInit_ex2(digest, EVP_MD_fetch(0, "SHA256", 0), 0);
  } else {
    EVP_DigestInit_ex2(digest, 0, 0);
  }
  EVP_DigestUpdate(digest, text, length);
  EVP_DigestFinal_ex(digest, out, 0);
}

static void hmac(const void *key, size_t key_length, const char *text, size_t length,
                 unsigned char *out) {
  static EVP_MAC_CTX *mac;
  if (!mac) {
    OSSL_PARAM with_sha256[] = {OSSL_PARAM_construct_utf8_string("digest", "SHA256", 0),
                                OSSL_PARAM_construct_end()};
    mac = EVP_MAC_CTX_new(EVP_MAC_fetch(0, "HMAC", 0));
    if (!EVP_MAC_CTX_set_params(mac, with_sha256)) die("no HMAC");
  }
  if (!EVP_MAC_init(mac, key, key_length, 0)) die("no HMAC");
  EVP_MAC_update(mac, (const unsigned char *)text, length);
  EVP_MAC_final(mac, out, &(size_t){0}, 32);
}

static void hex(const unsigned char *bytes, int length, char *out) {
  static const char digits[] = "0123456789abcdef";
  for (int i = 0; i < length; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[2 * length] = 0;
}

static void read_credentials(void) {
  struct stat s;
  if (stat(credentials, &s)) die("no credentials");
  if (s.st_mtim.tv_sec == credentials_time.tv_sec && s.st_mtim.tv_nsec == credentials_time.tv_nsec)
    return;
  FILE *f = fopen(credentials, "r");
  char id[64], key[128];
  if (!f) die("no credentials");
  if (fscanf(f, "%63s %127s", id, key) == 2) {
    strcpy(access_key, id);
    strcpy(secret, key);
    credentials_time = s.st_mtim;
    day[0] = 0;
  }
  fclose(f);
}

static void derive(const char *today) {
  char first[140];
  unsigned char k[32];
  strcpy(day, today);
  snprintf(first, sizeof first, "AWS4%s", secret);
  hmac(first, strlen(first), day, 8, k);
  hmac(k, 32, REGION, REGION_LEN, k);
  hmac(k, 32, "kms-xks-proxy", 13, k);
  hmac(k, 32, "aws4_request", 12, signing_key);
}

/* Writes the next request into the connection's buffer. */
static void make_request(Connection *c, int key) {
  char body[4096], path[256], stamp[20], canonical[1024], to_sign[512], digest[65], signature[65];
  unsigned char hash[32];
  time_t t = time(0);
  struct tm tm;
  int decrypt = mode == DEC && !filling;
  gmtime_r(&t, &tm);
  strftime(stamp, sizeof stamp, "%Y%m%dT%H%M%SZ", &tm);
  if (strncmp(day, stamp, 8)) {
    char today[9];
    memcpy(today, stamp, 8);
    today[8] = 0;
    derive(today);
  }
  c->key = key;
  int n = snprintf(body, sizeof body,
      "{\"requestMetadata\":{\"awsPrincipalArn\":\"arn:aws:iam::123456789012:user/Alice\","
      "\"kmsKeyArn\":\"arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab\","
      "\"kmsOperation\":\"%s\",\"kmsRequestId\":\"%08lx-0000-4000-8000-%012lx\","
      "\"kmsViaService\":\"ebs\"},\"additionalAuthenticatedData\":\"%s\","
      "\"encryptionAlgorithm\":\"AES_GCM\",",
      decrypt ? "Decrypt" : "Encrypt", (unsigned long)getpid(), ++sequence, aad64);
  if (decrypt)
    n += snprintf(body + n, sizeof body - n,
        "\"ciphertext\":\"%s\",\"initializationVector\":\"%s\",\"authenticationTag\":\"%s\"}",
        sealed[key].ciphertext, sealed[key].iv, sealed[key].tag);
  else
    n += snprintf(body + n, sizeof body - n, "\"plaintext\":\"%s\"%s}", text64,
        mode == CDIV ? ",\"ciphertextDataIntegrityValueAlgorithm\":\"SHA_256\"" : "");
  snprintf(path, sizeof path, "%s/kms/xks/v1/keys/bench-%d/%s", prefix, key + 1,
      decrypt ? "decrypt" : "encrypt");
  sha256(body, n, hash);
  hex(hash, 32, digest);
  int m = snprintf(canonical, sizeof canonical,
      "POST\n%s\n\ncontent-type:application/json\nhost:%s:%s\nx-amz-date:%s\n\n"
      "content-type;host;x-amz-date\n%s", path, host, port, stamp, digest);
  sha256(canonical, m, hash);
  hex(hash, 32, digest);
  m = snprintf(to_sign, sizeof to_sign,
      "AWS4-HMAC-SHA256\n%s\n%s/" REGION "/kms-xks-proxy/aws4_request\n%s", stamp, day, digest);
  hmac(signing_key, 32, to_sign, m, hash);
  hex(hash, 32, signature);
  c->out_length = snprintf(c->out, sizeof c->out,
      "POST %s HTTP/1.1\r\nHost: %s:%s\r\nContent-Type: application/json\r\nX-Amz-Date: %s\r\n"
      "Authorization: AWS4-HMAC-SHA256 Credential=%s/%s/" REGION "/kms-xks-proxy/aws4_request, "
      "SignedHeaders=content-type;host;x-amz-date, Signature=%s\r\nContent-Length: %d\r\n\r\n%s",
      path, host, port, stamp, access_key, day, signature, n, body);
  c->out_done = c->in_length = 0;
}

static void interest(Connection *c, int write_too) {
  struct epoll_event e = {.events = EPOLLIN | (write_too ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(poller, EPOLL_CTL_MOD, c->fd, &e);
  c->want_write = write_too;
}

/* Connects and shakes hands, blocking. */
static int connect_to_proxy(Connection *c) {
  struct addrinfo hints = {.ai_family = AF_INET, .ai_socktype = SOCK_STREAM}, *address;
  int yes = 1;
  if (getaddrinfo("127.0.0.1", port, &hints, &address)) die("no address");
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (mode >= IDLE) {
    static unsigned next;
    struct sockaddr_in from = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl(0x7f000101 + next++ % ADDRESSES);
    if (bind(c->fd, (struct sockaddr *)&from, sizeof from)) die("no address of this machine");
  }
  if (connect(c->fd, address->ai_addr, address->ai_addrlen)) {
    freeaddrinfo(address);
    close(c->fd);
    c->fd = -1;
    return 0;
  }
  freeaddrinfo(address);
  setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  c->ssl = SSL_new(context);
  SSL_set_fd(c->ssl, c->fd);
  SSL_set1_host(c->ssl, host);
  SSL_set_tlsext_host_name(c->ssl, host);
  if (SSL_connect(c->ssl) != 1) {
    if (!answered && mode < IDLE) die("the TLS handshake failed");
    SSL_free(c->ssl);
    close(c->fd);
    c->fd = -1;
    return 0;
  }
  fcntl(c->fd, F_SETFL, O_NONBLOCK);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &e);
  c->busy = c->want_write = 0;
  return 1;
}

static void note(int status, double due) {
  if (filling) {
    if (status != 200) die(first_error);
    return;
  }
  if (status >= 0 && status < 600) statuses[status]++;
  answered++;
  if (status == 200) {
    unsigned long micros = (now() - due) * 1e6;
    histogram[micros < BUCKETS ? micros : BUCKETS - 1]++;
  } else {
    last_failed = wall_millis();
    if (!failed++) first_failed = last_failed;
  }
}

static void lost(Connection *c) {
  if (c->busy) note(0, c->due);
  epoll_ctl(poller, EPOLL_CTL_DEL, c->fd, 0);
  SSL_free(c->ssl);
  close(c->fd);
  c->fd = -1;
  c->busy = 0;
}

static void write_out(Connection *c) {
  while (c->out_done < c->out_length) {
    int n = SSL_write(c->ssl, c->out + c->out_done, c->out_length - c->out_done);
    if (n > 0) {
      c->out_done += n;
      continue;
    }
    int e = SSL_get_error(c->ssl, n);
    if (e == SSL_ERROR_WANT_WRITE || e == SSL_ERROR_WANT_READ) {
      if (!c->want_write) interest(c, 1);
    } else {
      lost(c);
    }
    return;
  }
  if (c->want_write) interest(c, 0);
}

static void field(const char *body, const char *name, char *out, int most) {
  char wanted[64];
  snprintf(wanted, sizeof wanted, "\"%s\":\"", name);
  const char *at = strstr(body, wanted);
  if (!at) die("an answer without the field that was expected");
  at += strlen(wanted);
  int n = strcspn(at, "\"");
  if (n >= most) die("a field that is too long");
  memcpy(out, at, n);
  out[n] = 0;
}

/* Returns whether the request of the connection is answered. */
static int read_in(Connection *c) {
  for (;;) {
    int n = SSL_read(c->ssl, c->in + c->in_length, BUFFER - 1 - c->in_length);
    if (n <= 0) {
      int e = SSL_get_error(c->ssl, n);
      if (e == SSL_ERROR_WANT_READ || e == SSL_ERROR_WANT_WRITE) return 0;
      lost(c);
      return 1;
    }
    c->in_length += n;
    c->in[c->in_length] = 0;
    char *end = strstr(c->in, "\r\n\r\n");
    if (!end) continue;
    char *length = strcasestr(c->in, "\r\ncontent-length:");
    int wanted = length && length < end ? atoi(length + 17) : 0;
    if (c->in_length < end + 4 - c->in + wanted) continue;
    if (!c->busy) return 0;
    int status = atoi(c->in + 9);
    if (status != 200 && !first_error[0])
      snprintf(first_error, sizeof first_error, "HTTP %d %.400s", status, end + 4);
    if (filling && status == 200) {
      field(end, "ciphertext", sealed[c->key].ciphertext, sizeof sealed->ciphertext);
      field(end, "initializationVector", sealed[c->key].iv, sizeof sealed->iv);
      field(end, "authenticationTag", sealed[c->key].tag, sizeof sealed->tag);
    }
    note(status, c->due);
    c->busy = 0;
    char *closes = strcasestr(c->in, "\r\nconnection: close");
    if (closes && closes < end) lost(c);
    return 1;
  }
}

static void send_on(Connection *c, int key, double due) {
  make_request(c, key);
  c->due = due;
  c->busy = 1;
  write_out(c);
}

static unsigned long percentile(double part) {
  unsigned long good = answered - failed, seen = 0;
  for (unsigned i = 0; i < BUCKETS; i++) {
    seen += histogram[i];
    if (seen && seen >= good * part) return i;
  }
  return BUCKETS;
}

/* Until the deadline, or, while filling, until each key has its ciphertext. */
static double run(double span) {
  double began = now(), end = began + span, next_look = began;
  unsigned long sent = 0;
  struct epoll_event events[MOST];
  for (;;) {
    double t = now();
    if (t >= next_look) {
      read_credentials();
      next_look = t + 0.2;
      for (int i = 0; i < connection_count; i++)
        if (connection[i].fd < 0) connect_to_proxy(&connection[i]);
    }
    int over = filling ? sent >= (unsigned long)key_count : t >= end, busy = 0;
    for (int i = 0; i < connection_count; i++) {
      Connection *c = &connection[i];
      if (c->fd < 0) continue;
      double due = rate > 0 && !filling ? began + sent / rate : t;
      if (!c->busy && !over && due <= t) {
        send_on(c, sent % key_count, due);
        sent++;
        if (filling) over = sent >= (unsigned long)key_count;
      }
      busy |= c->busy;
    }
    if (over && (!busy || t > end + 5)) break;
    int wait = 1;
    if (rate > 0 && !filling) {
      double due = began + sent / rate;
      struct timespec pause = {0, 0};
      double left = due - now();
      if (left > 0) pause.tv_nsec = left > 0.001 ? 1000000 : (long)(left * 1e9);
      int n = epoll_pwait2(poller, events, MOST, &pause, 0);
      for (int i = 0; i < n; i++) {
        Connection *c = events[i].data.ptr;
        if (events[i].events & EPOLLOUT) write_out(c);
        if (c->fd >= 0) read_in(c);
      }
      continue;
    }
    int n = epoll_wait(poller, events, MOST, wait);
    for (int i = 0; i < n; i++) {
      Connection *c = events[i].data.ptr;
      if (events[i].events & EPOLLOUT) write_out(c);
      if (c->fd >= 0) read_in(c);
    }
  }
  return now() - began;
}

/* Counts each connection as a request. One that the proxy closes does not come back. */
static void hold_or_shake(void) {
  double began = now(), end = began + seconds;
  unsigned long begun = 0;
  for (double t = began; t < end; t = now()) {
    if (mode == HANDSHAKES) {
      double due = began + begun / rate;
      if (due > t) {
        usleep((due - t) * 1e6);
        continue;
      }
      Connection *c = &connection[0];
      begun++;
      note(connect_to_proxy(c) ? 200 : 0, due);
      if (c->fd >= 0) lost(c);
      continue;
    }
    if (begun < (unsigned long)connection_count)
      note(connect_to_proxy(&connection[begun++]) ? 200 : 0, t);
    else
      usleep(10000);
  }
}

int main(int argc, char **argv) {
  if (argc != 11) return 2;
  host = argv[1];
  port = argv[2];
  prefix = argv[3];
  credentials = argv[5];
  mode = !strcmp(argv[6], "encrypt") ? ENC : !strcmp(argv[6], "cdiv") ? CDIV
      : !strcmp(argv[6], "idle") ? IDLE : !strcmp(argv[6], "handshakes") ? HANDSHAKES : DEC;
  key_count = atoi(argv[7]);
  connection_count = atoi(argv[8]);
  rate = atof(argv[9]);
  seconds = atof(argv[10]);
  if (connection_count > MOST || key_count < 1) return 2;
  unsigned char text[64] = {1}, aad[200] = {2};
  EVP_EncodeBlock((unsigned char *)text64, text, sizeof text);
  EVP_EncodeBlock((unsigned char *)aad64, aad, sizeof aad);
  histogram = calloc(BUCKETS, sizeof *histogram);
  sealed = calloc(key_count, sizeof *sealed);
  context = SSL_CTX_new(TLS_client_method());
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, 0);
  if (!SSL_CTX_load_verify_locations(context, argv[4], 0)) die("no CA");
  /* One read for a record, instead of one for its head and one for its body. */
  SSL_CTX_set_read_ahead(context, 1);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  poller = epoll_create1(0);
  read_credentials();
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  for (int i = 0; i < connection_count; i++)
    if (mode >= IDLE)
      connection[i].fd = -1;
    else if (!connect_to_proxy(&connection[i])) die("the proxy cannot be reached");
  if (mode == DEC) {
    filling = 1;
    run(60);
    filling = 0;
  }
  double took = seconds;
  if (mode >= IDLE)
    hold_or_shake();
  else
    took = run(seconds);
  printf("{\"requests\":%lu,\"perSecond\":%.0f,\"p50\":%lu,\"p99\":%lu,\"p999\":%lu,\"failed\":%lu,"
         "\"firstFailed\":%lu,\"lastFailed\":%lu,\"statuses\":{",
         answered, (answered - failed) / took, percentile(0.5), percentile(0.99), percentile(0.999),
         failed, first_failed, last_failed);
  for (int i = 0, more = 0; i < 600; i++)
    if (statuses[i]) printf("%s\"%d\":%lu", more++ ? "," : "", i, statuses[i]);
  printf("}}\n");
  if (first_error[0]) fprintf(stderr, "first error: %s\n", first_error);
  return 0;
}
