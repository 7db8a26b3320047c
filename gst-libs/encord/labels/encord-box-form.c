/* labels/encord-box-form.c - one rectangle, described in four ways; pure
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include <math.h>

#include <encord/encord.h>
#include <encord/labels/encord-box-form-private.h>

static double
relative_difference (double a, double b)
{
  const double larger = fmax (fabs (a), fabs (b));

  return larger > 0 ? fabs (a - b) / larger : 0;
}

/* a quarter turn weighs as much as one side of half the length */
static double
difference (const EncordBox *a, const EncordBox *b)
{
  return fabs (b->theta - a->theta) / 90 +
         2 * relative_difference (a->width, b->width) +
         2 * relative_difference (a->height, b->height);
}

static EncordBox
turn (const EncordBox *box, const EncordBox *other, int n, double aspect)
{
  EncordBox turned = *box;

  if (n % 2 != 0) {
    turned.width = box->height / aspect;
    turned.height = box->width * aspect;
    turned.x = box->x + (box->width - turned.width) / 2;
    turned.y = box->y + (box->height - turned.height) / 2;
  }
  /* each by itself first: the difference of two large ones may be none */
  turned.theta =
      other->theta + remainder (remainder (box->theta, 360) + 90 * n -
                                    remainder (other->theta, 360),
                                360);

  return turned;
}

EncordBox
encord_box_form_near (const EncordBox *box, const EncordBox *other,
                      double aspect)
{
  EncordBox nearest = turn (box, other, 0, aspect);

  for (int n = 1; n < 4; n++) {
    const EncordBox turned = turn (box, other, n, aspect);

    if (difference (other, &turned) < difference (other, &nearest))
      nearest = turned;
  }

  return nearest;
}
