"""The entry of the frozen program: the same as the command's."""

import sys

from clinic_desktop.__main__ import main

sys.exit(main())
