/* fake-certificate.c - a certificate that nobody has reason to trust
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fake-certificate.h"

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

static void
append_bio (GString *pem, BIO *bio)
{
  char *data;
  const long length = BIO_get_mem_data (bio, &data);

  g_string_append_len (pem, data, length);
  BIO_free (bio);
}

GTlsCertificate *
fake_certificate_new (void)
{
  g_autoptr (GString) pem = g_string_new (NULL);
  EVP_PKEY *key = EVP_EC_gen ("P-256");
  X509 *certificate = X509_new ();
  X509_NAME *name = X509_get_subject_name (certificate);
  BIO *key_bio = BIO_new (BIO_s_mem ());
  BIO *certificate_bio = BIO_new (BIO_s_mem ());
  GTlsCertificate *result;

  ASN1_INTEGER_set (X509_get_serialNumber (certificate), 1);
  X509_gmtime_adj (X509_getm_notBefore (certificate), -3600);
  X509_gmtime_adj (X509_getm_notAfter (certificate), 3600);
  X509_set_pubkey (certificate, key);
  X509_NAME_add_entry_by_txt (name, "CN", MBSTRING_ASC,
                              (const guchar *) "localhost", -1, -1, 0);
  X509_set_issuer_name (certificate, name);
  g_assert_cmpint (X509_sign (certificate, key, EVP_sha256 ()), >, 0);
  g_assert_cmpint (
      PEM_write_bio_PrivateKey (key_bio, key, NULL, NULL, 0, NULL, NULL), ==,
      1);
  g_assert_cmpint (PEM_write_bio_X509 (certificate_bio, certificate), ==, 1);
  append_bio (pem, key_bio);
  append_bio (pem, certificate_bio);
  X509_free (certificate);
  EVP_PKEY_free (key);

  result = g_tls_certificate_new_from_pem (pem->str, (gssize) pem->len, NULL);
  g_assert_nonnull (result);

  return result;
}
