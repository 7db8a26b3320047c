/* fake-certificate.h - a certificate that nobody has reason to trust
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <gio/gio.h>

/* self-signed, with its key, for an hour */
GTlsCertificate *fake_certificate_new (void);
