"""What reports tell: each module here makes one kind of thing into a `pbxprivacy.reports.page.Report`."""
