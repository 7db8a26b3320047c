/* test-keys.h - the key of all recordings: its seed is the bytes 0 to 31
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#define TEST_KEY_HEX                                                           \
  "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
#define TEST_KEY_PUBLIC                                                        \
  "ssh-ed25519 "                                                               \
  "AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define TEST_KEY_PLAIN                                                         \
  "-----BEGIN OPENSSH PRIVATE KEY-----\n"                                      \
  "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtz\n"         \
  "c2gtZWQyNTUxOQAAACADoQe/884Qvh1w3RjnS8CZZ+TWMJulDV8d3IZkElUxuAAA\n"         \
  "AIgsj5VMLI+VTAAAAAtzc2gtZWQyNTUxOQAAACADoQe/884Qvh1w3RjnS8CZZ+TW\n"         \
  "MJulDV8d3IZkElUxuAAAAEAAAQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0e\n"         \
  "HwOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4AAAAAAECAwQF\n"                 \
  "-----END OPENSSH PRIVATE KEY-----\n"
#define TEST_KEY_PASSPHRASE "correct horse"
#define TEST_KEY_CTR                                                           \
  "-----BEGIN OPENSSH PRIVATE KEY-----\n"                                      \
  "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABD4kcs0e0\n"   \
  "UOdhkLY9/UiwezAAAAEAAAAAEAAAAzAAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDd\n"   \
  "GOdLwJln5NYwm6UNXx3chmQSVTG4AAAAkDOwpLxKKln4bgKXszjBiyDal8joIVSdyzFbPd\n"   \
  "8zmeJuj9u3gNrU5CDw2mVN1P7+N6xzpQfABrQpf+vYrpCA5hWZAM1pj57I30nfZDsupNFn\n"   \
  "ktkdmPMBW2yIvMm/gis5V6zSzAW17u2yiDbhJUkzMoqOXHal0TQ54WAEPt9GBJmH4ypn51\n"   \
  "27A5IO36iWRfmopA==\n"                                                       \
  "-----END OPENSSH PRIVATE KEY-----\n"
