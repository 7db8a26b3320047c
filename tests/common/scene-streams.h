/* scene-streams.h - chances that do not depend on one another
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* so that another detector, clock or camera leaves the objects as they are */
enum
{
  SCENE_STREAM_WORLD = 1,
  SCENE_STREAM_CAMERA,
  SCENE_STREAM_CLOCK,
  SCENE_STREAM_DETECTOR,
};
