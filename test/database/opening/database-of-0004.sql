-- A database as the version of migration 0004-teams left it on 20 November 2026 at 12:00 UTC, its processes just killed:
-- made by that version's own commands and queue, ids made readable. What Tavus held then, and what that version said of
-- each persona, is in database-of-0004.json. The sealed keys were sealed with an ENCRYPTION_KEY of 32 zero bytes.

insert into tenants (tenant_id, queue_cause, queue_paused_until, queue_key_tag, created_at, welcomed_at)
select
  'discord:100' as tenant_id,
  'outOfCredits' as queue_cause,
  '2026-11-20T12:05:00.000Z' as queue_paused_until,
  'be815b7a292d' as queue_key_tag,
  '2026-11-18T08:00:00.000Z' as created_at,
  '2026-11-18T08:00:00.000Z' as welcomed_at;

insert into tenants (tenant_id, created_at, welcomed_at)
select
  'discord:200' as tenant_id,
  '2026-11-18T08:00:00.000Z' as created_at,
  '2026-11-18T08:00:00.000Z' as welcomed_at;

insert into tenants (tenant_id, queue_cause, queue_paused_until, created_at, welcomed_at)
select
  'discord:300' as tenant_id,
  'noKey' as queue_cause,
  '2026-11-20T12:05:00.000Z' as queue_paused_until,
  '2026-11-18T08:00:00.000Z' as created_at,
  '2026-11-18T08:00:00.000Z' as welcomed_at;

insert into tenants (tenant_id, created_at, welcomed_at)
select
  'slack:T1' as tenant_id,
  '2026-11-18T08:00:00.000Z' as created_at,
  '2026-11-18T08:00:00.000Z' as welcomed_at;

insert into tenants (tenant_id, created_at, left_at, left_because, welcomed_at)
select
  'slack:T4' as tenant_id,
  '2026-11-18T08:00:00.000Z' as created_at,
  '2026-11-20T11:31:00.000Z' as left_at,
  'app_uninstalled' as left_because,
  '2026-11-18T08:00:00.000Z' as welcomed_at;

insert into tenant_settings (tenant_id, channel_id, channel_set_by, channel_closed_at, replica_id, updated_at)
select
  'discord:100' as tenant_id,
  '501' as channel_id,
  '7001' as channel_set_by,
  '2026-11-17T10:00:00.000Z' as channel_closed_at,
  'r90bbd427f71' as replica_id,
  '2026-11-18T08:00:00.000Z' as updated_at;

insert into tenant_settings (tenant_id, key_sealed, key_tag, key_last_four, key_set_by, key_set_at, key_checked_at, key_sees_json, updated_at)
select
  'discord:200' as tenant_id,
  'v1.8t6rpbMtRAlKlCoH.ZjCs2Q1PkPpQ_A-Y55F_Yg.SRcXSSyWHgQsKBsXCHMXzu5J8XZTfImR' as key_sealed,
  '572ed95219e8' as key_tag,
  '-200' as key_last_four,
  '7002' as key_set_by,
  '2026-11-18T08:00:00.000Z' as key_set_at,
  '2026-11-18T08:00:00.000Z' as key_checked_at,
  '{"personas":1,"replicas":3}' as key_sees_json,
  '2026-11-18T08:00:00.000Z' as updated_at;

insert into tenant_settings (tenant_id, channel_id, channel_set_by, managers_json, limits_json, sync_hours, next_sync_at, updated_at)
select
  'slack:T1' as tenant_id,
  'C9' as channel_id,
  'U1' as channel_set_by,
  '["U1","U2"]' as managers_json,
  '{"creates.member":60}' as limits_json,
  24 as sync_hours,
  '2026-11-21T03:00:00.000Z' as next_sync_at,
  '2026-11-18T08:00:00.000Z' as updated_at;

insert into tenant_settings (tenant_id, key_sealed, key_tag, key_last_four, key_set_by, key_set_at, key_checked_at, key_sees_json, updated_at)
select
  'slack:T4' as tenant_id,
  'v1.3YH4hR15oPNJu3Mt.nCJ7RG9jZKbCk0511HeXoQ.QycMNcX86W3y7R8KvjsXisTWcfHi' as key_sealed,
  'ea0125ced5fc' as key_tag,
  'k-t4' as key_last_four,
  'U4' as key_set_by,
  '2026-11-18T08:00:00.000Z' as key_set_at,
  '2026-11-18T08:00:00.000Z' as key_checked_at,
  '{"personas":1,"replicas":3}' as key_sees_json,
  '2026-11-18T08:00:00.000Z' as updated_at;

-- linked; its last edit waits for credits
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, replica_id, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, tries, next_attempt_at, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, created_at, updated_at, written_at)
select
  'discord:100' as tenant_id,
  'per_rich000000' as id,
  '25uq3a68sqhgb38x' as form_id,
  '75ec83b0c0e3a7f366ea4cda621041e81b18e58ca30e959e5440dc989009d91f' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Rich' as name,
  '' as description,
  '[]' as traits,
  'You are Rich, in theory.' as prompt,
  '' as context,
  'r90bbd427f71' as replica_id,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'linked' as link,
  'prich0000000' as tavus_persona_id,
  2 as attempt,
  '2026-11-20T11:50:00.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as tries,
  '2026-11-20T11:50:00.000Z' as next_attempt_at,
  '2026-11-20T11:50:00.000Z' as unsettled_since,
  'outOfCredits' as failure_kind,
  'The user is out of conversational credits.' as failure_words,
  'yj9hsfyu' as failure_incident,
  '2026-11-20T11:50:00.000Z' as failed_at,
  '7001' as created_by,
  '500' as channel_id,
  '2026-11-18T09:18:00.000Z' as created_at,
  '2026-11-20T11:50:00.000Z' as updated_at,
  '2026-11-18T09:18:00.000Z' as written_at;

-- waits for credits, as its team's whole queue does
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, replica_id, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, next_attempt_at, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, created_at, updated_at)
select
  'discord:100' as tenant_id,
  'per_broke00000' as id,
  'jftzfwkrg5jxtv6m' as form_id,
  '13ca33137f0018b1974e33ae2b40f835137cca3b70fddc6dfd1e79e9e5ea1590' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Broke' as name,
  '' as description,
  '[]' as traits,
  'You cost too much.' as prompt,
  '' as context,
  'r90bbd427f71' as replica_id,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  2 as attempt,
  '2026-11-20T11:50:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:50:00.000Z' as next_attempt_at,
  '2026-11-20T11:50:00.000Z' as unsettled_since,
  'outOfCredits' as failure_kind,
  'The user is out of conversational credits.' as failure_words,
  'wdxg7wc4' as failure_incident,
  '2026-11-20T11:50:00.000Z' as failed_at,
  '7001' as created_by,
  '500' as channel_id,
  '2026-11-20T11:49:00.000Z' as created_at,
  '2026-11-20T11:49:00.000Z' as updated_at;

-- linked
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'discord:200' as tenant_id,
  'per_own0000000' as id,
  'ysac8jabz3yxh6ms' as form_id,
  'ccb3610b663611dbfb44cf316ae2238329094ff8a2f1fbc9ab1172e117f1ba0e' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Own Key' as name,
  '' as description,
  '[]' as traits,
  'You are Own Key.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pown00000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:19:00.000Z' as attempt_started_at,
  1 as sent_revision,
  '572ed95219e8' as key_tag,
  '2026-11-18T09:19:00.000Z' as unsettled_since,
  '7002' as created_by,
  '500' as channel_id,
  '2026-11-18T09:19:00.000Z' as told_at,
  '2026-11-18T09:19:00.000Z' as created_at,
  '2026-11-18T09:19:00.000Z' as updated_at,
  'W5QNnmNtUhsE7aZPEA_M47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:19:00.000Z' as written_at;

-- waits until its team has a key
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, next_attempt_at, unsettled_since, failure_kind, failed_at, created_by, channel_id, created_at, updated_at)
select
  'discord:300' as tenant_id,
  'per_nokey00000' as id,
  'z2xdfghpb4yr6h5p' as form_id,
  '50344df0d25041a5f2641be8cde00b81ab2c0add2a1cf34c72b9feb0dc80ffb1' as form_digest,
  'professional' as kind,
  'blank' as template,
  'No Key' as name,
  '' as description,
  '[]' as traits,
  'You need a key.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  '2026-11-20T11:50:00.000Z' as next_attempt_at,
  '2026-11-20T11:50:00.000Z' as unsettled_since,
  'noKey' as failure_kind,
  '2026-11-20T11:50:00.000Z' as failed_at,
  '7003' as created_by,
  '500' as channel_id,
  '2026-11-20T11:50:00.000Z' as created_at,
  '2026-11-20T11:50:00.000Z' as updated_at;

-- linked; an attempt under an earlier key may have left one in that account
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, unknown_attempts, left_behind, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_leftbehind' as id,
  '2n88u72tszgyxwqr' as form_id,
  '442f062e0997d3d730591096514fdcd7a2d9e06a4f4f39ba320ec4198ebd3e5f' as form_digest,
  'emergency' as kind,
  'blank' as template,
  'Left Behind' as name,
  '' as description,
  '[]' as traits,
  'You were first made under another key.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pleftbehind0' as tavus_persona_id,
  2 as attempt,
  '2026-11-18T08:15:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T08:10:00.000Z' as unsettled_since,
  '["2026-11-18T08:10:00.000Z"]' as unknown_attempts,
  1 as left_behind,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T08:15:00.000Z' as told_at,
  '2026-11-18T08:10:00.000Z' as created_at,
  '2026-11-18T08:15:00.000Z' as updated_at,
  'lEJfhJWXrb8HYnGPkCIC47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T08:15:00.000Z' as written_at;

-- linked and in step; base as the first reading left it
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, replica_id, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_instep0000' as id,
  'hkjr77ts7t7g6cmq' as form_id,
  '2d040362563ff3fc761038a785f145eca054345fad7e661120c42bd166726dd5' as form_digest,
  'historical' as kind,
  'blank' as template,
  'Ada "Countess" O''Brien 👩🏽‍🚀 עדה' as name,
  'A mathematician; she isn''t easily impressed.' as description,
  '["calm","curious"]' as traits,
  'You are Ada.
Say "no" when it''s no. 100% — $1 ? :name \n 🧮' as prompt,
  'It is 1843.

لندن, near the river.' as context,
  'rc9cff32ceba' as replica_id,
  'tavus-gpt-oss' as model,
  'faster' as voice_speed,
  'positive' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pinstep00000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:00:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:00:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:00:00.000Z' as told_at,
  '2026-11-18T09:00:00.000Z' as created_at,
  '2026-11-18T09:00:00.000Z' as updated_at,
  'YE6RFWwc2I79lxKVtN9tXW5BFsEMFml7uQRWaF1q0sutcf8zPePcjzFlkdJ3' as base,
  '2026-11-18T09:00:00.000Z' as written_at;

-- linked and in step, though Tavus holds five of the six fields otherwise: that is its base
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_tidied0000' as id,
  '9vs7x5zjhqp6a4vk' as form_id,
  'c522fd4fdcd5652d02b648db5df6d9c2ce1391ed9c947684e4c6380c70e9d121' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Mr. Tidy (really!)' as name,
  'Neat.' as description,
  '["formal"]' as traits,
  'You tidy  up.


Always.' as prompt,
  '' as context,
  'tavus-gemini-3-flash' as model,
  'slower' as voice_speed,
  'curious' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'ptidied00000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:01:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:01:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:01:00.000Z' as told_at,
  '2026-11-18T09:01:00.000Z' as created_at,
  '2026-11-18T09:01:00.000Z' as updated_at,
  'inW8QFhvv4dRbXHgqTJ4iILCWTyEVy47DEQpj8HB47DEQpj8HBfD4ldGhNB3' as base,
  '2026-11-18T09:01:00.000Z' as written_at;

-- linked and in step; a prompt of 20 kB
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, replica_id, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_long000000' as id,
  'form-of-long' as form_id,
  'a6392d24fac8a2972fe3a5e4da2b1e1ef85bf79b9a259170b4c947a1a9810409' as form_digest,
  'personal' as kind,
  'blank' as template,
  'The Keeper' as name,
  '' as description,
  '[]' as traits,
  'You are the keeper of a lighthouse that doesn''t move. Answer from this book alone.
Page 1: asked about the night sky, say what the keeper wrote on day 7: "It''s all right; the night sky wait." 🌊
Page 2: asked about bread, say what the keeper wrote on day 14: "It''s all right; bread wait." 🌊
Page 3: asked about river locks, say what the keeper wrote on day 21: "It''s all right; river locks wait." 🌊
Page 4: asked about honest weights, say what the keeper wrote on day 28: "It''s all right; honest weights wait." 🌊
Page 5: asked about slow letters, say what the keeper wrote on day 35: "It''s all right; slow letters wait." 🌊
Page 6: asked about bees, say what the keeper wrote on day 42: "It''s all right; bees wait." 🌊
Page 7: asked about tides, say what the keeper wrote on day 49: "It''s all right; tides wait." 🌊
Page 8: asked about the night sky, say what the keeper wrote on day 56: "It''s all right; the night sky wait." 🌊
Page 9: asked about bread, say what the keeper wrote on day 63: "It''s all right; bread wait." 🌊
Page 10: asked about river locks, say what the keeper wrote on day 70: "It''s all right; river locks wait." 🌊
Page 11: asked about honest weights, say what the keeper wrote on day 77: "It''s all right; honest weights wait." 🌊
Page 12: asked about slow letters, say what the keeper wrote on day 84: "It''s all right; slow letters wait." 🌊
Page 13: asked about bees, say what the keeper wrote on day 91: "It''s all right; bees wait." 🌊
Page 14: asked about tides, say what the keeper wrote on day 98: "It''s all right; tides wait." 🌊
Page 15: asked about the night sky, say what the keeper wrote on day 105: "It''s all right; the night sky wait." 🌊
Page 16: asked about bread, say what the keeper wrote on day 112: "It''s all right; bread wait." 🌊
Page 17: asked about river locks, say what the keeper wrote on day 119: "It''s all right; river locks wait." 🌊
Page 18: asked about honest weights, say what the keeper wrote on day 126: "It''s all right; honest weights wait." 🌊
Page 19: asked about slow letters, say what the keeper wrote on day 133: "It''s all right; slow letters wait." 🌊
Page 20: asked about bees, say what the keeper wrote on day 140: "It''s all right; bees wait." 🌊
Page 21: asked about tides, say what the keeper wrote on day 147: "It''s all right; tides wait." 🌊
Page 22: asked about the night sky, say what the keeper wrote on day 154: "It''s all right; the night sky wait." 🌊
Page 23: asked about bread, say what the keeper wrote on day 161: "It''s all right; bread wait." 🌊
Page 24: asked about river locks, say what the keeper wrote on day 168: "It''s all right; river locks wait." 🌊
Page 25: asked about honest weights, say what the keeper wrote on day 175: "It''s all right; honest weights wait." 🌊
Page 26: asked about slow letters, say what the keeper wrote on day 182: "It''s all right; slow letters wait." 🌊
Page 27: asked about bees, say what the keeper wrote on day 189: "It''s all right; bees wait." 🌊
Page 28: asked about tides, say what the keeper wrote on day 196: "It''s all right; tides wait." 🌊
Page 29: asked about the night sky, say what the keeper wrote on day 203: "It''s all right; the night sky wait." 🌊
Page 30: asked about bread, say what the keeper wrote on day 210: "It''s all right; bread wait." 🌊
Page 31: asked about river locks, say what the keeper wrote on day 217: "It''s all right; river locks wait." 🌊
Page 32: asked about honest weights, say what the keeper wrote on day 224: "It''s all right; honest weights wait." 🌊
Page 33: asked about slow letters, say what the keeper wrote on day 231: "It''s all right; slow letters wait." 🌊
Page 34: asked about bees, say what the keeper wrote on day 238: "It''s all right; bees wait." 🌊
Page 35: asked about tides, say what the keeper wrote on day 245: "It''s all right; tides wait." 🌊
Page 36: asked about the night sky, say what the keeper wrote on day 252: "It''s all right; the night sky wait." 🌊
Page 37: asked about bread, say what the keeper wrote on day 259: "It''s all right; bread wait." 🌊
Page 38: asked about river locks, say what the keeper wrote on day 266: "It''s all right; river locks wait." 🌊
Page 39: asked about honest weights, say what the keeper wrote on day 273: "It''s all right; honest weights wait." 🌊
Page 40: asked about slow letters, say what the keeper wrote on day 280: "It''s all right; slow letters wait." 🌊
Page 41: asked about bees, say what the keeper wrote on day 287: "It''s all right; bees wait." 🌊
Page 42: asked about tides, say what the keeper wrote on day 294: "It''s all right; tides wait." 🌊
Page 43: asked about the night sky, say what the keeper wrote on day 301: "It''s all right; the night sky wait." 🌊
Page 44: asked about bread, say what the keeper wrote on day 308: "It''s all right; bread wait." 🌊
Page 45: asked about river locks, say what the keeper wrote on day 315: "It''s all right; river locks wait." 🌊
Page 46: asked about honest weights, say what the keeper wrote on day 322: "It''s all right; honest weights wait." 🌊
Page 47: asked about slow letters, say what the keeper wrote on day 329: "It''s all right; slow letters wait." 🌊
Page 48: asked about bees, say what the keeper wrote on day 336: "It''s all right; bees wait." 🌊
Page 49: asked about tides, say what the keeper wrote on day 343: "It''s all right; tides wait." 🌊
Page 50: asked about the night sky, say what the keeper wrote on day 350: "It''s all right; the night sky wait." 🌊
Page 51: asked about bread, say what the keeper wrote on day 357: "It''s all right; bread wait." 🌊
Page 52: asked about river locks, say what the keeper wrote on day 364: "It''s all right; river locks wait." 🌊
Page 53: asked about honest weights, say what the keeper wrote on day 371: "It''s all right; honest weights wait." 🌊
Page 54: asked about slow letters, say what the keeper wrote on day 378: "It''s all right; slow letters wait." 🌊
Page 55: asked about bees, say what the keeper wrote on day 385: "It''s all right; bees wait." 🌊
Page 56: asked about tides, say what the keeper wrote on day 392: "It''s all right; tides wait." 🌊
Page 57: asked about the night sky, say what the keeper wrote on day 399: "It''s all right; the night sky wait." 🌊
Page 58: asked about bread, say what the keeper wrote on day 406: "It''s all right; bread wait." 🌊
Page 59: asked about river locks, say what the keeper wrote on day 413: "It''s all right; river locks wait." 🌊
Page 60: asked about honest weights, say what the keeper wrote on day 420: "It''s all right; honest weights wait." 🌊
Page 61: asked about slow letters, say what the keeper wrote on day 427: "It''s all right; slow letters wait." 🌊
Page 62: asked about bees, say what the keeper wrote on day 434: "It''s all right; bees wait." 🌊
Page 63: asked about tides, say what the keeper wrote on day 441: "It''s all right; tides wait." 🌊
Page 64: asked about the night sky, say what the keeper wrote on day 448: "It''s all right; the night sky wait." 🌊
Page 65: asked about bread, say what the keeper wrote on day 455: "It''s all right; bread wait." 🌊
Page 66: asked about river locks, say what the keeper wrote on day 462: "It''s all right; river locks wait." 🌊
Page 67: asked about honest weights, say what the keeper wrote on day 469: "It''s all right; honest weights wait." 🌊
Page 68: asked about slow letters, say what the keeper wrote on day 476: "It''s all right; slow letters wait." 🌊
Page 69: asked about bees, say what the keeper wrote on day 483: "It''s all right; bees wait." 🌊
Page 70: asked about tides, say what the keeper wrote on day 490: "It''s all right; tides wait." 🌊
Page 71: asked about the night sky, say what the keeper wrote on day 497: "It''s all right; the night sky wait." 🌊
Page 72: asked about bread, say what the keeper wrote on day 504: "It''s all right; bread wait." 🌊
Page 73: asked about river locks, say what the keeper wrote on day 511: "It''s all right; river locks wait." 🌊
Page 74: asked about honest weights, say what the keeper wrote on day 518: "It''s all right; honest weights wait." 🌊
Page 75: asked about slow letters, say what the keeper wrote on day 525: "It''s all right; slow letters wait." 🌊
Page 76: asked about bees, say what the keeper wrote on day 532: "It''s all right; bees wait." 🌊
Page 77: asked about tides, say what the keeper wrote on day 539: "It''s all right; tides wait." 🌊
Page 78: asked about the night sky, say what the keeper wrote on day 546: "It''s all right; the night sky wait." 🌊
Page 79: asked about bread, say what the keeper wrote on day 553: "It''s all right; bread wait." 🌊
Page 80: asked about river locks, say what the keeper wrote on day 560: "It''s all right; river locks wait." 🌊
Page 81: asked about honest weights, say what the keeper wrote on day 567: "It''s all right; honest weights wait." 🌊
Page 82: asked about slow letters, say what the keeper wrote on day 574: "It''s all right; slow letters wait." 🌊
Page 83: asked about bees, say what the keeper wrote on day 581: "It''s all right; bees wait." 🌊
Page 84: asked about tides, say what the keeper wrote on day 588: "It''s all right; tides wait." 🌊
Page 85: asked about the night sky, say what the keeper wrote on day 595: "It''s all right; the night sky wait." 🌊
Page 86: asked about bread, say what the keeper wrote on day 602: "It''s all right; bread wait." 🌊
Page 87: asked about river locks, say what the keeper wrote on day 609: "It''s all right; river locks wait." 🌊
Page 88: asked about honest weights, say what the keeper wrote on day 616: "It''s all right; honest weights wait." 🌊
Page 89: asked about slow letters, say what the keeper wrote on day 623: "It''s all right; slow letters wait." 🌊
Page 90: asked about bees, say what the keeper wrote on day 630: "It''s all right; bees wait." 🌊
Page 91: asked about tides, say what the keeper wrote on day 637: "It''s all right; tides wait." 🌊
Page 92: asked about the night sky, say what the keeper wrote on day 644: "It''s all right; the night sky wait." 🌊
Page 93: asked about bread, say what the keeper wrote on day 651: "It''s all right; bread wait." 🌊
Page 94: asked about river locks, say what the keeper wrote on day 658: "It''s all right; river locks wait." 🌊
Page 95: asked about honest weights, say what the keeper wrote on day 665: "It''s all right; honest weights wait." 🌊
Page 96: asked about slow letters, say what the keeper wrote on day 672: "It''s all right; slow letters wait." 🌊
Page 97: asked about bees, say what the keeper wrote on day 679: "It''s all right; bees wait." 🌊
Page 98: asked about tides, say what the keeper wrote on day 686: "It''s all right; tides wait." 🌊
Page 99: asked about the night sky, say what the keeper wrote on day 693: "It''s all right; the night sky wait." 🌊
Page 100: asked about bread, say what the keeper wrote on day 700: "It''s all right; bread wait." 🌊
Page 101: asked about river locks, say what the keeper wrote on day 707: "It''s all right; river locks wait." 🌊
Page 102: asked about honest weights, say what the keeper wrote on day 714: "It''s all right; honest weights wait." 🌊
Page 103: asked about slow letters, say what the keeper wrote on day 721: "It''s all right; slow letters wait." 🌊
Page 104: asked about bees, say what the keeper wrote on day 728: "It''s all right; bees wait." 🌊
Page 105: asked about tides, say what the keeper wrote on day 735: "It''s all right; tides wait." 🌊
Page 106: asked about the night sky, say what the keeper wrote on day 742: "It''s all right; the night sky wait." 🌊
Page 107: asked about bread, say what the keeper wrote on day 749: "It''s all right; bread wait." 🌊
Page 108: asked about river locks, say what the keeper wrote on day 756: "It''s all right; river locks wait." 🌊
Page 109: asked about honest weights, say what the keeper wrote on day 763: "It''s all right; honest weights wait." 🌊
Page 110: asked about slow letters, say what the keeper wrote on day 770: "It''s all right; slow letters wait." 🌊
Page 111: asked about bees, say what the keeper wrote on day 777: "It''s all right; bees wait." 🌊
Page 112: asked about tides, say what the keeper wrote on day 784: "It''s all right; tides wait." 🌊
Page 113: asked about the night sky, say what the keeper wrote on day 791: "It''s all right; the night sky wait." 🌊
Page 114: asked about bread, say what the keeper wrote on day 798: "It''s all right; bread wait." 🌊
Page 115: asked about river locks, say what the keeper wrote on day 805: "It''s all right; river locks wait." 🌊
Page 116: asked about honest weights, say what the keeper wrote on day 812: "It''s all right; honest weights wait." 🌊
Page 117: asked about slow letters, say what the keeper wrote on day 819: "It''s all right; slow letters wait." 🌊
Page 118: asked about bees, say what the keeper wrote on day 826: "It''s all right; bees wait." 🌊
Page 119: asked about tides, say what the keeper wrote on day 833: "It''s all right; tides wait." 🌊
Page 120: asked about the night sky, say what the keeper wrote on day 840: "It''s all right; the night sky wait." 🌊
Page 121: asked about bread, say what the keeper wrote on day 847: "It''s all right; bread wait." 🌊
Page 122: asked about river locks, say what the keeper wrote on day 854: "It''s all right; river locks wait." 🌊
Page 123: asked about honest weights, say what the keeper wrote on day 861: "It''s all right; honest weights wait." 🌊
Page 124: asked about slow letters, say what the keeper wrote on day 868: "It''s all right; slow letters wait." 🌊
Page 125: asked about bees, say what the keeper wrote on day 875: "It''s all right; bees wait." 🌊
Page 126: asked about tides, say what the keeper wrote on day 882: "It''s all right; tides wait." 🌊
Page 127: asked about the night sky, say what the keeper wrote on day 889: "It''s all right; the night sky wait." 🌊
Page 128: asked about bread, say what the keeper wrote on day 896: "It''s all right; bread wait." 🌊
Page 129: asked about river locks, say what the keeper wrote on day 903: "It''s all right; river locks wait." 🌊
Page 130: asked about honest weights, say what the keeper wrote on day 910: "It''s all right; honest weights wait." 🌊
Page 131: asked about slow letters, say what the keeper wrote on day 917: "It''s all right; slow letters wait." 🌊
Page 132: asked about bees, say what the keeper wrote on day 924: "It''s all right; bees wait." 🌊
Page 133: asked about tides, say what the keeper wrote on day 931: "It''s all right; tides wait." 🌊
Page 134: asked about the night sky, say what the keeper wrote on day 938: "It''s all right; the night sky wait." 🌊
Page 135: asked about bread, say what the keeper wrote on day 945: "It''s all right; bread wait." 🌊
Page 136: asked about river locks, say what the keeper wrote on day 952: "It''s all right; river locks wait." 🌊
Page 137: asked about honest weights, say what the keeper wrote on day 959: "It''s all right; honest weights wait." 🌊
Page 138: asked about slow letters, say what the keeper wrote on day 966: "It''s all right; slow letters wait." 🌊
Page 139: asked about bees, say what the keeper wrote on day 973: "It''s all right; bees wait." 🌊
Page 140: asked about tides, say what the keeper wrote on day 980: "It''s all right; tides wait." 🌊
Page 141: asked about the night sky, say what the keeper wrote on day 987: "It''s all right; the night sky wait." 🌊
Page 142: asked about bread, say what the keeper wrote on day 994: "It''s all right; bread wait." 🌊
Page 143: asked about river locks, say what the keeper wrote on day 1001: "It''s all right; river locks wait." 🌊
Page 144: asked about honest weights, say what the keeper wrote on day 1008: "It''s all right; honest weights wait." 🌊
Page 145: asked about slow letters, say what the keeper wrote on day 1015: "It''s all right; slow letters wait." 🌊
Page 146: asked about bees, say what the keeper wrote on day 1022: "It''s all right; bees wait." 🌊
Page 147: asked about tides, say what the keeper wrote on day 1029: "It''s all right; tides wait." 🌊
Page 148: asked about the night sky, say what the keeper wrote on day 1036: "It''s all right; the night sky wait." 🌊
Page 149: asked about bread, say what the keeper wrote on day 1043: "It''s all right; bread wait." 🌊
Page 150: asked about river locks, say what the keeper wrote on day 1050: "It''s all right; river locks wait." 🌊
Page 151: asked about honest weights, say what the keeper wrote on day 1057: "It''s all right; honest weights wait." 🌊
Page 152: asked about slow letters, say what the keeper wrote on day 1064: "It''s all right; slow letters wait." 🌊
Page 153: asked about bees, say what the keeper wrote on day 1071: "It''s all right; bees wait." 🌊
Page 154: asked about tides, say what the keeper wrote on day 1078: "It''s all right; tides wait." 🌊
Page 155: asked about the night sky, say what the keeper wrote on day 1085: "It''s all right; the night sky wait." 🌊
Page 156: asked about bread, say what the keeper wrote on day 1092: "It''s all right; bread wait." 🌊
Page 157: asked about river locks, say what the keeper wrote on day 1099: "It''s all right; river locks wait." 🌊
Page 158: asked about honest weights, say what the keeper wrote on day 1106: "It''s all right; honest weights wait." 🌊
Page 159: asked about slow letters, say what the keeper wrote on day 1113: "It''s all right; slow letters wait." 🌊
Page 160: asked about bees, say what the keeper wrote on day 1120: "It''s all right; bees wait." 🌊
Page 161: asked about tides, say what the keeper wrote on day 1127: "It''s all right; tides wait." 🌊
Page 162: asked about the night sky, say what the keeper wrote on day 1134: "It''s all right; the night sky wait." 🌊
Page 163: asked about bread, say what the keeper wrote on day 1141: "It''s all right; bread wait." 🌊
Page 164: asked about river locks, say what the keeper wrote on day 1148: "It''s all right; river locks wait." 🌊
Page 165: asked about honest weights, say what the keeper wrote on day 1155: "It''s all right; honest weights wait." 🌊
Page 166: asked about slow letters, say what the keeper wrote on day 1162: "It''s all right; slow letters wait." 🌊
Page 167: asked about bees, say what the keeper wrote on day 1169: "It''s all right; bees wait." 🌊
Page 168: asked about tides, say what the keeper wrote on day 1176: "It''s all right; tides wait." 🌊
Page 169: asked about the night sky, say what the keeper wrote on day 1183: "It''s all right; the night sky wait." 🌊
Page 170: asked about bread, say what the keeper wrote on day 1190: "It''s all right; bread wait." 🌊
Page 171: asked about river locks, say what the keeper wrote on day 1197: "It''s all right; river locks wait." 🌊
Page 172: asked about honest weights, say what the keeper wrote on day 1204: "It''s all right; honest weights wait." 🌊
Page 173: asked about slow letters, say what the keeper wrote on day 1211: "It''s all right; slow letters wait." 🌊
Page 174: asked about bees, say what the keeper wrote on day 1218: "It''s all right; bees wait." 🌊
Page 175: asked about tides, say what the keeper wrote on day 1225: "It''s all right; tides wait." 🌊
Page 176: asked about the night sky, say what the keeper wrote on day 1232: "It''s all right; the night sky wait." 🌊
Page 177: asked about bread, say what the keeper wrote on day 1239: "It''s all right; bread wait." 🌊
Page 178: asked about river locks, say what the keeper wrote on day 1246: "It''s all right; river locks wait." 🌊
Page 179: asked about honest weights, say what the keeper wrote on day 1253: "It''s all right; honest weights wait." 🌊
Page 180: asked about slow letters, say what the keeper wrote on day 1260: "It''s all right; slow letters wait." 🌊
Page 181: asked about bees, say what the keeper wrote on day 1267: "It''s all right; bees wait." 🌊
Page 182: asked about tides, say what the keeper wrote on day 1274: "It''s all right; tides wait." 🌊
Page 183: asked about the night sky, say what the keeper wrote on day 1281: "It''s all right; the night sky wait." 🌊
Page 184: asked about bread, say what the keeper wrote on day 1288: "It''s all right; bread wait." 🌊
Page 185: asked about river locks, say what the keeper wrote on day 1295: "It''s all right; river locks wait." 🌊' as prompt,
  '' as context,
  'r90bbd427f71' as replica_id,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'plong0000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:02:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:02:00.000Z' as unsettled_since,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:02:00.000Z' as told_at,
  '2026-11-18T09:02:00.000Z' as created_at,
  '2026-11-18T09:02:00.000Z' as updated_at,
  'QhTnVEARcCEOJU0IoZYYHrvwQkPVVAQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:02:00.000Z' as written_at;

-- linked; its prompt was changed in Tavus, as the last sync saw
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, differs, written_at)
select
  'slack:T1' as tenant_id,
  'per_differs000' as id,
  '59g4xqegn2bn7kpn' as form_id,
  '9fd4a55e45a59ad18abef8fd3b8ac4491314aa034320d033350394bd12a0774a' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Diderot' as name,
  '' as description,
  '[]' as traits,
  'You are Diderot.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pdiffers0000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:03:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:03:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:03:00.000Z' as told_at,
  '2026-11-18T09:03:00.000Z' as created_at,
  '2026-11-18T09:03:00.000Z' as updated_at,
  'SfPXyp5lg__4l0zKwder47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  'prompt' as differs,
  '2026-11-18T09:03:00.000Z' as written_at;

-- linked; only the punctuation of its name was changed in Tavus: without its base that would go unseen
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, differs, written_at)
select
  'slack:T1' as tenant_id,
  'per_dot0000000' as id,
  'dn89ub6aqwtkntve' as form_id,
  '552b74c77e93f7598fc0585f16006c6dbddf78be2597519f2076035da18cdc35' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Dot Cotton' as name,
  '' as description,
  '[]' as traits,
  'You are Dot Cotton.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pdot00000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:04:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:04:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:04:00.000Z' as told_at,
  '2026-11-18T09:04:00.000Z' as created_at,
  '2026-11-18T09:04:00.000Z' as updated_at,
  'kaS0s_ha-65Wm2sk4XvA47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  'name' as differs,
  '2026-11-18T09:04:00.000Z' as written_at;

-- linked; name changed in Tavus, prompt changed here, the push refused
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, tries, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, told_at, created_at, updated_at, base, differs, written_at)
select
  'slack:T1' as tenant_id,
  'per_both000000' as id,
  'phx7ruqzsd6mcwq8' as form_id,
  '81636583c2af100c38e15fba215b211c902f9cacf3eb7be9976caf63f655938b' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Boole' as name,
  '' as description,
  '[]' as traits,
  'You are Boole, as edited here.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pboth0000000' as tavus_persona_id,
  2 as attempt,
  '2026-11-18T14:00:00.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as tries,
  '2026-11-18T14:00:00.000Z' as unsettled_since,
  'rejected' as failure_kind,
  'This prompt breaks our rules' as failure_words,
  'uhx4sftg' as failure_incident,
  '2026-11-18T14:00:00.000Z' as failed_at,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T14:00:00.000Z' as told_at,
  '2026-11-18T09:05:00.000Z' as created_at,
  '2026-11-18T14:00:00.000Z' as updated_at,
  'CNDzrVYlX0spy08sMB6U47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  'name' as differs,
  '2026-11-18T09:05:00.000Z' as written_at;

-- linked; Tavus refused the last edit for good
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, tries, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_refused000' as id,
  'ksju4casnhvzhw8y' as form_id,
  '47c312042903fd9c1caff764128ee519be0d71db4d5e0ffbc8b2d3f6e28cbd01' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Refused Edit' as name,
  '' as description,
  '[]' as traits,
  'You break the rules.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'linked' as link,
  'prefused0000' as tavus_persona_id,
  2 as attempt,
  '2026-11-18T14:00:00.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as tries,
  '2026-11-18T14:00:00.000Z' as unsettled_since,
  'rejected' as failure_kind,
  'This prompt breaks our rules' as failure_words,
  '5vp7fkph' as failure_incident,
  '2026-11-18T14:00:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T14:00:00.000Z' as told_at,
  '2026-11-18T09:06:00.000Z' as created_at,
  '2026-11-18T14:00:00.000Z' as updated_at,
  '48jprzaDR29auOBP5K_F47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:06:00.000Z' as written_at;

-- linked; the last edit waits because somebody edits in Tavus
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, tries, next_attempt_at, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_conflict00' as id,
  'b4dff3a2bufshuv2' as form_id,
  '4e8bcc98d62fdb775bd60e381af8f5bdaea116aeafc7a550bd18b2e2f2d98e34' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Conrad' as name,
  '' as description,
  '[]' as traits,
  'You are Conrad, edited.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pconflict000' as tavus_persona_id,
  4 as attempt,
  '2026-11-20T11:56:20.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  3 as tries,
  '2026-11-20T12:01:20.000Z' as next_attempt_at,
  '2026-11-20T11:53:00.000Z' as unsettled_since,
  'conflict' as failure_kind,
  'PAL Maker holds unpublished changes' as failure_words,
  'wyqvpnpz' as failure_incident,
  '2026-11-20T11:56:20.000Z' as failed_at,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:07:00.000Z' as created_at,
  '2026-11-20T11:53:00.000Z' as updated_at,
  'uS-RhJ2FW0ZIQ8yOPGWG47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:07:00.000Z' as written_at;

-- linked; the last edit waits for its next try
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, tries, next_attempt_at, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_edited0000' as id,
  '8kwa5gad3bw7ycpn' as form_id,
  'c41b8218d7a044ff18547980dcf715d1d2ebc6a79421885ec4947c5f1570be2d' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Edith Edited' as name,
  '' as description,
  '["direct"]' as traits,
  'You are Edith.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pedited00000' as tavus_persona_id,
  2 as attempt,
  '2026-11-20T11:53:00.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as tries,
  '2026-11-20T12:13:00.000Z' as next_attempt_at,
  '2026-11-20T11:53:00.000Z' as unsettled_since,
  'unavailable' as failure_kind,
  'Service Unavailable' as failure_words,
  'j9vmj8my' as failure_incident,
  '2026-11-20T11:53:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:08:00.000Z' as created_at,
  '2026-11-20T11:53:00.000Z' as updated_at,
  'vJCtZy8PDvN6klZOY4xS47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:08:00.000Z' as written_at;

-- linked; the process died while it pushed an edit
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, lease_until, next_attempt_at, unsettled_since, created_by, channel_id, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_pushdied00' as id,
  '74gfpyygryeh8665' as form_id,
  '2aece5044c4909417b2e16254654d7b78374fda053bcc26bb5b8c8ec341829ff' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Pushkin' as name,
  '' as description,
  '[]' as traits,
  'You are Pushkin, edited.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'linked' as link,
  'ppushdied000' as tavus_persona_id,
  2 as attempt,
  '2026-11-20T11:56:20.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:56:40.000Z' as lease_until,
  '2026-11-20T11:56:40.000Z' as next_attempt_at,
  '2026-11-20T11:56:20.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:09:00.000Z' as created_at,
  '2026-11-20T11:56:20.000Z' as updated_at,
  '8Ii0EfZmGHaewIQNKKU647DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:09:00.000Z' as written_at;

-- unlinked by hand; its Tavus persona stays
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, failure_kind, failed_at, created_by, channel_id, told_at, created_at, updated_at, written_at)
select
  'slack:T1' as tenant_id,
  'per_unlinked00' as id,
  'mwjdg75acp69y6gy' as form_id,
  'ceb1dadb47e8a3aa01918f40a5c638e400b96bedc0b67db647254d37f772a322' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Solo' as name,
  '' as description,
  '[]' as traits,
  'You are Solo.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'failed' as link,
  2 as attempt,
  '2026-11-18T09:10:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:10:00.000Z' as unsettled_since,
  'unlinked' as failure_kind,
  '2026-11-18T14:00:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T14:00:00.000Z' as told_at,
  '2026-11-18T09:10:00.000Z' as created_at,
  '2026-11-18T09:10:00.000Z' as updated_at,
  '2026-11-18T14:00:00.000Z' as written_at;

-- gone in Tavus, as a sync saw
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, failure_kind, failed_at, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_missing000' as id,
  'z84kjvjc6zp4yu8e' as form_id,
  'be2d1aeb7b2f9914e9598317618b5f5ea8558653c71ecc88784199cc8d8a47d9' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Amelia' as name,
  '' as description,
  '[]' as traits,
  'You are Amelia.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'missing' as link,
  'pmissing0000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:11:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:11:00.000Z' as unsettled_since,
  'notFound' as failure_kind,
  '2026-11-18T14:00:00.000Z' as failed_at,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:11:00.000Z' as told_at,
  '2026-11-18T09:11:00.000Z' as created_at,
  '2026-11-18T09:11:00.000Z' as updated_at,
  'OrhUrgokc-Jn609J5VKg47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:11:00.000Z' as written_at;

-- gone in Tavus, and edited since
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_missedit00' as id,
  '9kdgd3vbe5nfzxta' as form_id,
  '6cd387553fce45e5358362d44e18cf4f37ccbc0418d3bf5548689edd4ccf4ee8' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Ambrose' as name,
  '' as description,
  '[]' as traits,
  'You are Ambrose, and nobody noticed.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  1 as pushed_revision,
  'missing' as link,
  'pmissedit000' as tavus_persona_id,
  2 as attempt,
  '2026-11-18T14:00:00.000Z' as attempt_started_at,
  2 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T14:00:00.000Z' as unsettled_since,
  'notFound' as failure_kind,
  'Invalid persona_id' as failure_words,
  'f97guv5v' as failure_incident,
  '2026-11-18T14:00:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T14:00:00.000Z' as told_at,
  '2026-11-18T09:12:00.000Z' as created_at,
  '2026-11-18T14:00:00.000Z' as updated_at,
  'C5L8X7WoN19XftKkSGM047DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:12:00.000Z' as written_at;

-- linked; what Tavus held was taken over, so its prompt is whole
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, prompt_is_whole, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_theirs0000' as id,
  '5vd7ra3wxfw6s6jy' as form_id,
  '' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Theodora' as name,
  'A note by now.' as description,
  '["calm"]' as traits,
  'You are Theodora, as written in Tavus.' as prompt,
  1 as prompt_is_whole,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  2 as pushed_revision,
  'linked' as link,
  'ptheirs00000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:13:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:13:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:13:00.000Z' as told_at,
  '2026-11-18T09:13:00.000Z' as created_at,
  '2026-11-18T14:00:00.000Z' as updated_at,
  'QaMxk-n-b-oXH6RQPMGI47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:13:00.000Z' as written_at;

-- deleted here only
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, deleted_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_tkept00000' as id,
  'vnqxdy6grny7y5c3' as form_id,
  'ab0c7d2f5311614fa794b81f575d5a7e11dc23a5e1cebd00e6b5d2b7252d7474' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Kept' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'ptkept000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:14:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:14:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T13:00:00.000Z' as told_at,
  '2026-11-18T13:00:00.000Z' as deleted_at,
  '2026-11-18T09:14:00.000Z' as created_at,
  '2026-11-18T09:14:00.000Z' as updated_at,
  'wVnnRlwaskF3ASJhpBID47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:14:00.000Z' as written_at;

-- deleted here and in Tavus
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, deleted_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_tdeleted00' as id,
  'v2wkwbezgk6pdeq9' as form_id,
  'd2786eee7c3f29cd405589cd37960efac08a756b11960fe746b2707ae57d8aea' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Deleted' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'missing' as link,
  'ptdeleted000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:15:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:15:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T13:00:00.000Z' as told_at,
  '2026-11-18T13:00:00.000Z' as deleted_at,
  '2026-11-18T09:15:00.000Z' as created_at,
  '2026-11-18T09:15:00.000Z' as updated_at,
  'tI_znC4PVFSD8xQD-yr347DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:15:00.000Z' as written_at;

-- deleted here; in Tavus it was gone already
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, failure_kind, created_by, channel_id, told_at, deleted_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_tgone00000' as id,
  'jdqh6b973rjwsd4k' as form_id,
  '32897b9efe4fd3aa77cce1702418cf548cad1389f419e0c52382c229cfc85577' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Gone' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'missing' as link,
  'ptgone000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:16:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:16:00.000Z' as unsettled_since,
  'notFound' as failure_kind,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T13:00:00.000Z' as told_at,
  '2026-11-18T13:00:00.000Z' as deleted_at,
  '2026-11-18T09:16:00.000Z' as created_at,
  '2026-11-18T09:16:00.000Z' as updated_at,
  'VfaojcAlee4uM9JEMFD047DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:16:00.000Z' as written_at;

-- linked, after a key was refused for a while
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, base, written_at)
select
  'slack:T1' as tenant_id,
  'per_mended0000' as id,
  'gdgqaykbhd2h3vwn' as form_id,
  '6cfb530624afa61470fda0e3f38bf590b008362127bfaf2c806f2a9e90c0d09c' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Mended' as name,
  '' as description,
  '[]' as traits,
  'You are whole again.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pmended00000' as tavus_persona_id,
  2 as attempt,
  '2026-11-18T09:18:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T09:18:00.000Z' as unsettled_since,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:18:00.000Z' as told_at,
  '2026-11-18T09:17:00.000Z' as created_at,
  '2026-11-18T09:18:00.000Z' as updated_at,
  '78xFH0_ATe-0O68Ow2fs47DEQpj8HBQWoo5RVOY347DEQpj8HB47DEQpj8HB' as base,
  '2026-11-18T09:18:00.000Z' as written_at;

-- found in Tavus by a sync
insert into personas (tenant_id, id, kind, template, name, description, traits, prompt, prompt_is_whole, context, replica_id, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, created_by, told_at, created_at, updated_at, imported_at, base)
select
  'slack:T1' as tenant_id,
  'per_imported00' as id,
  'personal' as kind,
  'blank' as template,
  'Mira 🌱 from Tavus' as name,
  '' as description,
  '[]' as traits,
  'You grow things.
Slowly.' as prompt,
  1 as prompt_is_whole,
  'A garden in Gent.' as context,
  'r79e1c033f' as replica_id,
  'tavus-claude-haiku-4.5' as model,
  'faster' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pimported000' as tavus_persona_id,
  'U1' as created_by,
  '2026-11-18T12:00:00.000Z' as told_at,
  '2026-11-18T12:00:00.000Z' as created_at,
  '2026-11-18T12:00:00.000Z' as updated_at,
  '2026-11-18T12:00:00.000Z' as imported_at,
  'tJSHyifWAVMrCxwYMAVJiILCWTyEVyniEKqnEI-B0sutcf8zPe47DEQpj8HB' as base;

-- found in Tavus by a sync, edited here since
insert into personas (tenant_id, id, form_digest, kind, template, name, description, traits, prompt, prompt_is_whole, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, unsettled_since, created_by, told_at, created_at, updated_at, imported_at, written_at)
select
  'slack:T1' as tenant_id,
  'per_importedit' as id,
  'ce73197d4e3460801c97cb39841e02ea28273875304b0fbbebe1e3827d94d3ed' as form_digest,
  'personal' as kind,
  'blank' as template,
  'Mute, edited' as name,
  'A note.' as description,
  '[]' as traits,
  'You say little.' as prompt,
  1 as prompt_is_whole,
  '' as context,
  '' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  2 as revision,
  2 as pushed_revision,
  'linked' as link,
  'pimportedit0' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T14:00:00.000Z' as attempt_started_at,
  2 as sent_revision,
  '2026-11-18T14:00:00.000Z' as unsettled_since,
  'U1' as created_by,
  '2026-11-18T14:00:00.000Z' as told_at,
  '2026-11-18T12:00:00.000Z' as created_at,
  '2026-11-18T14:00:00.000Z' as updated_at,
  '2026-11-18T12:00:00.000Z' as imported_at,
  '2026-11-18T14:00:00.000Z' as written_at;

-- not in Tavus: refused for good
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, told_at, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_rejected00' as id,
  'vdmen4faacs5jckb' as form_id,
  '4c9770a2b17472b4929f368114085c0a5c45ef705949a239ba9fd9f113f4817e' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Rejected' as name,
  '' as description,
  '[]' as traits,
  'You are refused.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'failed' as link,
  1 as attempt,
  '2026-11-18T15:00:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T15:00:00.000Z' as unsettled_since,
  'rejected' as failure_kind,
  'persona_name is not allowed' as failure_words,
  'gcnrxmqh' as failure_incident,
  '2026-11-18T15:00:00.000Z' as failed_at,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T15:00:00.000Z' as told_at,
  '2026-11-18T15:00:00.000Z' as created_at,
  '2026-11-18T15:00:00.000Z' as updated_at;

-- deleted; it never was in Tavus
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, deleted_at, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_tnever0000' as id,
  '7asw2g34xxx4emzz' as form_id,
  'd428a3a6ac32966419ed5e230333ef833db26d5f1db357181015c9c97874fde8' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Never There' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'failed' as link,
  1 as attempt,
  '2026-11-18T15:01:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T15:01:00.000Z' as unsettled_since,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-18T15:02:00.000Z' as told_at,
  '2026-11-18T15:02:00.000Z' as deleted_at,
  '2026-11-18T15:01:00.000Z' as created_at,
  '2026-11-18T15:01:00.000Z' as updated_at;

-- deleted here and, had it been there, in Tavus: the search has ended
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, tries, unsettled_since, created_by, channel_id, told_at, deleted_at, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_tended0000' as id,
  'p5xyjfuswqxjf6x8' as form_id,
  '6ab1e3176e4d4de98a80576fa4da28f5e06b26259b305f2fd7a9b64eb286b76a' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Searched In Vain' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'failed' as link,
  1 as attempt,
  '2026-11-18T15:02:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as tries,
  '2026-11-18T15:02:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-18T15:03:00.000Z' as told_at,
  '2026-11-18T15:03:00.000Z' as deleted_at,
  '2026-11-18T15:02:00.000Z' as created_at,
  '2026-11-18T15:02:00.000Z' as updated_at;

-- given up after a day in which nobody could look; Tavus has it
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, lease_until, must_look, tries, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, told_at, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_givenup000' as id,
  'p3g9he3s2gvmv4my' as form_id,
  'acb890d249645a56d3c0ec2cf268e9ac2e406e877d367f0c35ca6066f0af9294' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Given Up' as name,
  '' as description,
  '[]' as traits,
  'You are there, but nobody knows.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'failed' as link,
  1 as attempt,
  '2026-11-18T15:30:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-18T15:30:20.000Z' as lease_until,
  1 as must_look,
  1 as tries,
  '2026-11-18T15:30:00.000Z' as unsettled_since,
  'unavailable' as failure_kind,
  'Service Unavailable' as failure_words,
  '4ghwbt33' as failure_incident,
  '2026-11-19T16:00:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-19T16:00:00.000Z' as told_at,
  '2026-11-18T15:30:00.000Z' as created_at,
  '2026-11-18T15:30:00.000Z' as updated_at;

-- deleted here only while nobody knew whether Tavus had made it; it had
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, must_look, tries, unsettled_since, failure_kind, failure_incident, failed_at, created_by, channel_id, told_at, deleted_at, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_tunknown00' as id,
  'yfssfhm97qrznc47' as form_id,
  '28b6c42d1c9de93e4d437d9e325395e17c70848847f46dc795fa9b6472834511' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Unknown' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-19T17:00:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as must_look,
  1 as tries,
  '2026-11-19T17:00:00.000Z' as unsettled_since,
  'unavailable' as failure_kind,
  'p2qgdu4r' as failure_incident,
  '2026-11-19T17:00:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-19T17:01:00.000Z' as told_at,
  '2026-11-19T17:01:00.000Z' as deleted_at,
  '2026-11-19T17:00:00.000Z' as created_at,
  '2026-11-19T17:00:00.000Z' as updated_at;

-- linked; its create was lost and found; not read since
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, written_at)
select
  'slack:T1' as tenant_id,
  'per_adopted000' as id,
  'jx4k39tvwkxdepj4' as form_id,
  'd76e889c96a22a33537e26f2e8e25258e1015a8e897e3dba61c51b4e5e560e31' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Adopted' as name,
  '' as description,
  '[]' as traits,
  'You were lost and found.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'padopted0000' as tavus_persona_id,
  2 as attempt,
  '2026-11-19T18:05:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-19T18:00:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-19T18:05:00.000Z' as told_at,
  '2026-11-19T18:00:00.000Z' as created_at,
  '2026-11-19T18:05:00.000Z' as updated_at,
  '2026-11-19T18:05:00.000Z' as written_at;

-- linked; its person takes no direct messages and reads it at their next command
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, tell_lease_until, created_at, updated_at, written_at)
select
  'slack:T1' as tenant_id,
  'per_owed000000' as id,
  '3xa7eqc84v996vk8' as form_id,
  'b6b9a34618edd0b654ffc121a5861fe43b597f8e7ef319f7a67c525d9c25e9e3' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Owed' as name,
  '' as description,
  '[]' as traits,
  'You are news.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'powed0000000' as tavus_persona_id,
  2 as attempt,
  '2026-11-19T19:05:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-19T19:00:00.000Z' as unsettled_since,
  'U3' as created_by,
  'C1' as channel_id,
  '9999-12-31T23:59:59.999Z' as tell_lease_until,
  '2026-11-19T19:00:00.000Z' as created_at,
  '2026-11-19T19:05:00.000Z' as updated_at,
  '2026-11-19T19:05:00.000Z' as written_at;

-- certainly not made; waits for its next try
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, tries, next_attempt_at, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_waits00000' as id,
  'dh4m9d8qekd5t3kf' as form_id,
  '304c795b04edc04fc4a1ef59690cb4c75c8bb5cbbe583d1123ea3e531ebf6970' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Waits' as name,
  '' as description,
  '[]' as traits,
  'You wait.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-20T11:52:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  1 as tries,
  '2026-11-20T12:12:00.000Z' as next_attempt_at,
  '2026-11-20T11:52:00.000Z' as unsettled_since,
  'rateLimited' as failure_kind,
  'Too many requests' as failure_words,
  'azr3bykx' as failure_incident,
  '2026-11-20T11:52:00.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:52:00.000Z' as created_at,
  '2026-11-20T11:52:00.000Z' as updated_at;

-- linked; a lost request has made a second one, which is looked for soon
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, unknown_attempts, surplus_check_at, created_by, channel_id, told_at, created_at, updated_at, written_at)
select
  'slack:T1' as tenant_id,
  'per_surplus000' as id,
  '9y9z2y2hfy24spwe' as form_id,
  '13a9042d64c6d6c2758f8fcae8c345a6f8ff5a60ab86c5b6d1a3fe99d82fa1e0' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Surplus' as name,
  '' as description,
  '[]' as traits,
  'There are two of you.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'psurplus0000' as tavus_persona_id,
  2 as attempt,
  '2026-11-20T11:55:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:54:00.000Z' as unsettled_since,
  '["2026-11-20T11:54:00.000Z"]' as unknown_attempts,
  '2026-11-20T12:05:00.000Z' as surplus_check_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:55:00.000Z' as told_at,
  '2026-11-20T11:54:00.000Z' as created_at,
  '2026-11-20T11:55:00.000Z' as updated_at,
  '2026-11-20T11:55:00.000Z' as written_at;

-- perhaps made: two answers were lost; Tavus has it from the second
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, lease_until, must_look, tries, next_attempt_at, unsettled_since, unknown_attempts, surplus_check_at, failure_kind, failure_incident, failed_at, created_by, channel_id, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_losttwice0' as id,
  'tafk64pdkprxmuh9' as form_id,
  'a981d30019072baa766e3852998dfe41122915862032b03b0d5f5c61bf22c94b' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Lost Twice' as name,
  '' as description,
  '[]' as traits,
  'You were lost twice.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  2 as attempt,
  '2026-11-20T11:55:50.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:56:10.000Z' as lease_until,
  1 as must_look,
  2 as tries,
  '2026-11-20T11:56:50.000Z' as next_attempt_at,
  '2026-11-20T11:55:20.000Z' as unsettled_since,
  '["2026-11-20T11:55:20.000Z"]' as unknown_attempts,
  '2026-11-20T12:05:50.000Z' as surplus_check_at,
  'unavailable' as failure_kind,
  '9tjxtapy' as failure_incident,
  '2026-11-20T11:55:50.000Z' as failed_at,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:55:20.000Z' as created_at,
  '2026-11-20T11:55:20.000Z' as updated_at;

-- its process died before Tavus answered; Tavus has it
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, lease_until, must_look, next_attempt_at, unsettled_since, created_by, channel_id, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_dieda00000' as id,
  'y8bywf3afanb5g8u' as form_id,
  '6e61b5073b5982df00e44299d88631107b7779444c97fd144fb4792176d502d5' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Died After' as name,
  '' as description,
  '[]' as traits,
  'You died after.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-20T11:58:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:58:20.000Z' as lease_until,
  1 as must_look,
  '2026-11-20T11:58:20.000Z' as next_attempt_at,
  '2026-11-20T11:58:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:58:00.000Z' as created_at,
  '2026-11-20T11:58:00.000Z' as updated_at;

-- its process died before Tavus answered; Tavus does not have it
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, lease_until, must_look, next_attempt_at, unsettled_since, created_by, channel_id, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_diedb00000' as id,
  'xsquj2jsqwxme6qw' as form_id,
  'af3e93e77d2977450250dd2cc09fe6543f92ed70c15bb12cfc5b7ce26c5b6520' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Died Before' as name,
  '' as description,
  '[]' as traits,
  'You died before.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-20T11:58:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:58:20.000Z' as lease_until,
  1 as must_look,
  '2026-11-20T11:58:20.000Z' as next_attempt_at,
  '2026-11-20T11:58:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:58:00.000Z' as created_at,
  '2026-11-20T11:58:00.000Z' as updated_at;

-- linked; its process died before it could tell its person
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, tell_lease_until, created_at, updated_at, written_at)
select
  'slack:T1' as tenant_id,
  'per_untold0000' as id,
  'form-of-untold' as form_id,
  '730add01f3562d00f1a03c09092dd55d4512d70a71c3d075066ef6ddf39fd583' as form_digest,
  'creator' as kind,
  'coach' as template,
  'Untold' as name,
  '' as description,
  '[]' as traits,
  'You are linked, and nobody said so.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'puntold00000' as tavus_persona_id,
  1 as attempt,
  '2026-11-20T11:58:30.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:58:30.000Z' as unsettled_since,
  'U2' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:59:30.000Z' as tell_lease_until,
  '2026-11-20T11:58:30.000Z' as created_at,
  '2026-11-20T11:58:30.000Z' as updated_at,
  '2026-11-20T11:58:30.000Z' as written_at;

-- deleted here and in Tavus; its answer came after that
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, tell_lease_until, deleted_at, created_at, updated_at, written_at, delete_in_tavus)
select
  'slack:T1' as tenant_id,
  'per_late000000' as id,
  '9q8g379yt9zjpdk2' as form_id,
  '0c342963f6bcf5412cbf1f126e3c34f793a1dd2e9f6d785f43bdc6ae2b237f20' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Late' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'plate0000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-20T11:59:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:59:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:59:00.000Z' as told_at,
  '2026-11-20T12:00:00.000Z' as tell_lease_until,
  '2026-11-20T11:59:00.000Z' as deleted_at,
  '2026-11-20T11:59:00.000Z' as created_at,
  '2026-11-20T11:59:00.000Z' as updated_at,
  '2026-11-20T11:59:00.000Z' as written_at,
  1 as delete_in_tavus;

-- deleted here and in Tavus, as soon as it is known there; Tavus has it
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, lease_until, must_look, unsettled_since, created_by, channel_id, told_at, deleted_at, created_at, updated_at, delete_in_tavus)
select
  'slack:T1' as tenant_id,
  'per_whenknown0' as id,
  'jktsxpmfag3cxvkz' as form_id,
  'd7702d48dcd0be663365a2098cdf464c61957b74d1351a6df96691911c7970e1' as form_digest,
  'professional' as kind,
  'blank' as template,
  'When Known' as name,
  '' as description,
  '[]' as traits,
  '' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-20T11:59:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T11:59:20.000Z' as lease_until,
  1 as must_look,
  '2026-11-20T11:59:00.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:59:00.000Z' as told_at,
  '2026-11-20T11:59:00.000Z' as deleted_at,
  '2026-11-20T11:59:00.000Z' as created_at,
  '2026-11-20T11:59:00.000Z' as updated_at,
  1 as delete_in_tavus;

-- just being made: its lease is open; Tavus does not have it
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, lease_until, must_look, next_attempt_at, unsettled_since, created_by, channel_id, created_at, updated_at)
select
  'slack:T1' as tenant_id,
  'per_open000000' as id,
  'khqwjsutftnc4zrx' as form_id,
  'e0b2a65c9f8cf53460849ffd8e85cf3a603539f8cba862200e82602e57ce23a2' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Open' as name,
  '' as description,
  '[]' as traits,
  'You are just being made.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-20T11:59:58.000Z' as attempt_started_at,
  1 as sent_revision,
  'be815b7a292d' as key_tag,
  '2026-11-20T12:00:18.000Z' as lease_until,
  1 as must_look,
  '2026-11-20T12:00:18.000Z' as next_attempt_at,
  '2026-11-20T11:59:58.000Z' as unsettled_since,
  'U1' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:59:58.000Z' as created_at,
  '2026-11-20T11:59:58.000Z' as updated_at;

-- linked
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, pushed_revision, link, tavus_persona_id, attempt, attempt_started_at, sent_revision, key_tag, unsettled_since, created_by, channel_id, told_at, created_at, updated_at, written_at)
select
  'slack:T4' as tenant_id,
  'per_gone000000' as id,
  'h23cw57fsmsfbr7y' as form_id,
  'f4d5077c57e2a20685abe48452aba87f9c32af50d641ffa748b51579f96dcc66' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Their Bot Is Gone' as name,
  '' as description,
  '[]' as traits,
  'You are Their Bot Is Gone.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  1 as pushed_revision,
  'linked' as link,
  'pgone0000000' as tavus_persona_id,
  1 as attempt,
  '2026-11-18T09:20:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'ea0125ced5fc' as key_tag,
  '2026-11-18T09:20:00.000Z' as unsettled_since,
  'U4' as created_by,
  'C1' as channel_id,
  '2026-11-18T09:20:00.000Z' as told_at,
  '2026-11-18T09:20:00.000Z' as created_at,
  '2026-11-18T09:20:00.000Z' as updated_at,
  '2026-11-18T09:20:00.000Z' as written_at;

-- waits for its next try, but its team removed the bot
insert into personas (tenant_id, id, form_id, form_digest, kind, template, name, description, traits, prompt, context, model, voice_speed, voice_emotion, revision, link, attempt, attempt_started_at, sent_revision, key_tag, tries, next_attempt_at, unsettled_since, failure_kind, failure_words, failure_incident, failed_at, created_by, channel_id, created_at, updated_at)
select
  'slack:T4' as tenant_id,
  'per_gonedue000' as id,
  'y9z638q377up9q38' as form_id,
  '1a387e6cd4809f9810e2e0d197133afe352a16db9070114e95631c1b2cda2efa' as form_digest,
  'professional' as kind,
  'blank' as template,
  'Due In A Team That Left' as name,
  '' as description,
  '[]' as traits,
  'You wait.' as prompt,
  '' as context,
  'tavus-glm-4.7' as model,
  'normal' as voice_speed,
  'none' as voice_emotion,
  1 as revision,
  'pending' as link,
  1 as attempt,
  '2026-11-20T11:30:00.000Z' as attempt_started_at,
  1 as sent_revision,
  'ea0125ced5fc' as key_tag,
  1 as tries,
  '2026-11-20T11:30:20.000Z' as next_attempt_at,
  '2026-11-20T11:30:00.000Z' as unsettled_since,
  'rateLimited' as failure_kind,
  'Too many requests' as failure_words,
  '33bg2ndj' as failure_incident,
  '2026-11-20T11:30:00.000Z' as failed_at,
  'U4' as created_by,
  'C1' as channel_id,
  '2026-11-20T11:30:00.000Z' as created_at,
  '2026-11-20T11:30:00.000Z' as updated_at;

insert into sync_runs (tenant_id, run_id, mode, started_by, started_at, lease_until, progress_json)
select
  'discord:100' as tenant_id,
  'fuqu5afns6th' as run_id,
  'apply' as mode,
  '7001' as started_by,
  '2026-11-20T11:59:30.000Z' as started_at,
  '2026-11-20T11:59:40.000Z' as lease_until,
  '{"phase":"checkingAccount","done":0}' as progress_json;

insert into sync_runs (tenant_id, run_id, mode, started_by, started_at, lease_until, progress_json, ended_at, summary_json)
select
  'discord:200' as tenant_id,
  '7jcgvcgu47fp' as run_id,
  'apply' as mode,
  '7002' as started_by,
  '2026-11-18T12:00:00.000Z' as started_at,
  '2026-11-18T12:00:10.000Z' as lease_until,
  '{"phase":"creating","done":0,"total":0}' as progress_json,
  '2026-11-18T12:00:00.000Z' as ended_at,
  '{"lists":{"imported":{"count":0,"entries":[]},"linked":{"count":0,"entries":[]},"created":{"count":0,"entries":[]},"inStep":{"count":1,"entries":[{"id":"per_own0000000","tavusPersonaId":"pown00000000","name":"Own Key"}]},"differing":{"count":0,"entries":[]},"notPushedYet":{"count":0,"entries":[]},"conflicts":{"count":0,"entries":[]},"missing":{"count":0,"entries":[]},"failed":{"count":0,"entries":[]},"deletedHere":{"count":0,"entries":[]},"undecided":{"count":0,"entries":[]}},"mode":"apply","startedBy":"7002","startedMs":1795003200000,"endedMs":1795003200000,"isListUnsure":false,"phase":"creating","done":0,"total":0}' as summary_json;

insert into sync_runs (tenant_id, run_id, mode, started_by, started_at, lease_until, progress_json, ended_at, summary_json)
select
  'slack:T1' as tenant_id,
  't5jc3nwmnrh3' as run_id,
  'apply' as mode,
  'U2' as started_by,
  '2026-11-18T14:00:00.000Z' as started_at,
  '2026-11-18T14:00:10.000Z' as lease_until,
  '{"phase":"creating","done":0,"total":0}' as progress_json,
  '2026-11-18T14:00:00.000Z' as ended_at,
  '{"lists":{"imported":{"count":0,"entries":[]},"linked":{"count":0,"entries":[]},"created":{"count":0,"entries":[]},"inStep":{"count":12,"entries":[{"id":"per_importedit","tavusPersonaId":"pimportedit0","name":"Mute"},{"id":"per_imported00","tavusPersonaId":"pimported000","name":"Mira 🌱 from Tavus"},{"id":"per_mended0000","tavusPersonaId":"pmended00000","name":"Mended"},{"id":"per_unlinked00","tavusPersonaId":"punlinked000","name":"Solo"},{"id":"per_pushdied00","tavusPersonaId":"ppushdied000","name":"Pushkin"},{"id":"per_edited0000","tavusPersonaId":"pedited00000","name":"Edith"},{"id":"per_conflict00","tavusPersonaId":"pconflict000","name":"Conrad"},{"id":"per_refused000","tavusPersonaId":"prefused0000","name":"Refused Edit"},{"id":"per_long000000","tavusPersonaId":"plong0000000","name":"The Keeper"},{"id":"per_tidied0000","tavusPersonaId":"ptidied00000","name":"Mr Tidy really"},{"id":"per_instep0000","tavusPersonaId":"pinstep00000","name":"Ada \"Countess\" O''Brien 👩🏽‍🚀 עדה"},{"id":"per_leftbehind","tavusPersonaId":"pleftbehind0","name":"Left Behind"}]},"differing":{"count":4,"entries":[{"id":"per_differs000","tavusPersonaId":"pdiffers0000","name":"Diderot","fields":["prompt"]},{"id":"per_dot0000000","tavusPersonaId":"pdot00000000","name":"Dot Cotton","fields":["name"]},{"id":"per_both000000","tavusPersonaId":"pboth0000000","name":"Boole","fields":["name"]},{"id":"per_theirs0000","tavusPersonaId":"ptheirs00000","name":"Theodora","fields":["prompt"]}]},"notPushedYet":{"count":0,"entries":[]},"conflicts":{"count":0,"entries":[]},"missing":{"count":2,"entries":[{"id":"per_missing000","tavusPersonaId":"pmissing0000","name":"Amelia"},{"id":"per_missedit00","tavusPersonaId":"pmissedit000","name":"Ambrose"}]},"failed":{"count":0,"entries":[]},"deletedHere":{"count":1,"entries":[{"id":"per_tkept00000","tavusPersonaId":"ptkept000000","name":"Kept"}]},"undecided":{"count":0,"entries":[]}},"mode":"apply","startedBy":"U2","startedMs":1795010400000,"endedMs":1795010400000,"isListUnsure":false,"phase":"creating","done":0,"total":0}' as summary_json;

insert into warnings (tenant_id, id, topic, cause, incident, count, first_at, last_at, user_id, post_state, lease_until)
select
  'discord:100' as tenant_id,
  'ezuss6f92uy4' as id,
  'outOfCredits' as topic,
  'outOfCredits' as cause,
  'wdxg7wc4' as incident,
  3 as count,
  '2026-11-20T11:49:00.000Z' as first_at,
  '2026-11-20T11:50:00.000Z' as last_at,
  '7001' as user_id,
  'seen' as post_state,
  '2026-11-20T11:55:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, count, first_at, last_at, user_id, post_state, lease_until)
select
  'discord:300' as tenant_id,
  '4hbmb9wdfvbc' as id,
  'noKey' as topic,
  'noKey' as cause,
  1 as count,
  '2026-11-20T11:50:00.000Z' as first_at,
  '2026-11-20T11:50:00.000Z' as last_at,
  '7003' as user_id,
  'seen' as post_state,
  '2026-11-20T11:50:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, incident, count, first_at, last_at, fixed_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  'yk8nnyrqc4r2' as id,
  'invalidKey' as topic,
  'invalidKey' as cause,
  'yrsmu6a7' as incident,
  1 as count,
  '2026-11-18T09:17:00.000Z' as first_at,
  '2026-11-18T09:17:00.000Z' as last_at,
  '2026-11-18T09:18:00.000Z' as fixed_at,
  'U2' as user_id,
  'C9' as channel_id,
  'M1' as message_id,
  'posted' as post_state,
  '2026-11-18T09:18:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, incident, count, first_at, last_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  '9unsq6f7xmyf' as id,
  'notFound' as topic,
  'notFound' as cause,
  'f97guv5v' as incident,
  1 as count,
  '2026-11-18T14:00:00.000Z' as first_at,
  '2026-11-18T14:00:00.000Z' as last_at,
  'U1' as user_id,
  'C9' as channel_id,
  'M2' as message_id,
  'posted' as post_state,
  '2026-11-18T14:00:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, words, incident, count, first_at, last_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  'c7vpb4rpjmnh' as id,
  'rejected:5fd3ec706615' as topic,
  'rejected' as cause,
  'This prompt breaks our rules' as words,
  '5vp7fkph' as incident,
  2 as count,
  '2026-11-18T14:00:00.000Z' as first_at,
  '2026-11-18T14:00:00.000Z' as last_at,
  'U2' as user_id,
  'C9' as channel_id,
  'M3' as message_id,
  'posted' as post_state,
  '2026-11-18T15:00:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, words, incident, count, first_at, last_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  'hst8878fchud' as id,
  'rejected:1c1368db4ec7' as topic,
  'rejected' as cause,
  'persona_name is not allowed' as words,
  'gcnrxmqh' as incident,
  1 as count,
  '2026-11-18T15:00:00.000Z' as first_at,
  '2026-11-18T15:00:00.000Z' as last_at,
  'U2' as user_id,
  'C9' as channel_id,
  'M4' as message_id,
  'posted' as post_state,
  '2026-11-18T15:00:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, words, incident, count, first_at, last_at, fixed_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  '6syrhmmgd2cp' as id,
  'rejected:ecd8692a5b5b' as topic,
  'rejected' as cause,
  'There was an error creating the persona' as words,
  '7n3tf2ms' as incident,
  1 as count,
  '2026-11-18T15:01:00.000Z' as first_at,
  '2026-11-18T15:01:00.000Z' as last_at,
  '2026-11-19T18:05:00.000Z' as fixed_at,
  'U2' as user_id,
  'C9' as channel_id,
  'M5' as message_id,
  'posted' as post_state,
  '2026-11-19T18:05:10.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, incident, count, first_at, last_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  'ecd7kmvcupqb' as id,
  'unavailable' as topic,
  'unavailable' as cause,
  '9tjxtapy' as incident,
  2 as count,
  '2026-11-19T16:00:00.000Z' as first_at,
  '2026-11-20T11:55:50.000Z' as last_at,
  'U1' as user_id,
  'C9' as channel_id,
  'M6' as message_id,
  'posted' as post_state,
  '2026-11-20T11:56:00.000Z' as lease_until;

insert into warnings (tenant_id, id, topic, cause, incident, count, first_at, last_at, user_id, channel_id, message_id, post_state, lease_until)
select
  'slack:T1' as tenant_id,
  'r6qh9fk2bteq' as id,
  'conflict' as topic,
  'conflict' as cause,
  'wyqvpnpz' as incident,
  2 as count,
  '2026-11-20T11:55:00.000Z' as first_at,
  '2026-11-20T11:56:20.000Z' as last_at,
  'U2' as user_id,
  'C9' as channel_id,
  'M7' as message_id,
  'posted' as post_state,
  '2026-11-20T11:56:30.000Z' as lease_until;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'discord:100' as tenant_id,
  '0mwlwrtc0000j596z' as id,
  '2026-11-18T09:18:00.000Z' as at,
  '7001' as user_id,
  '500' as channel_id,
  'create' as action,
  'per_rich000000' as persona_id,
  'Rich' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'discord:100' as tenant_id,
  '0mwox1peo0002293n' as id,
  '2026-11-20T11:49:00.000Z' as at,
  '7001' as user_id,
  '500' as channel_id,
  'create' as action,
  'per_broke00000' as persona_id,
  'Broke' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'discord:100' as tenant_id,
  '0mwox2zpc0003d6yv' as id,
  '2026-11-20T11:50:00.000Z' as at,
  '7001' as user_id,
  '500' as channel_id,
  'edit' as action,
  'per_rich000000' as persona_id,
  'Rich' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'discord:200' as tenant_id,
  '0mwlwt3mo000kuee2' as id,
  '2026-11-18T09:19:00.000Z' as at,
  '7002' as user_id,
  '500' as channel_id,
  'create' as action,
  'per_own0000000' as persona_id,
  'Own Key' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, details)
select
  'discord:200' as tenant_id,
  '0mwm2k5c0000nd82y' as id,
  '2026-11-18T12:00:00.000Z' as at,
  '7002' as user_id,
  '500' as channel_id,
  'sync' as action,
  'in step 1' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'discord:300' as tenant_id,
  '0mwox2zpc0004vdj5' as id,
  '2026-11-20T11:50:00.000Z' as at,
  '7003' as user_id,
  '500' as channel_id,
  'create' as action,
  'per_nokey00000' as persona_id,
  'No Key' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwnsr36o0003ejvy' as id,
  '2026-11-19T17:01:00.000Z' as at,
  'U1' as user_id,
  'C1' as channel_id,
  'delete-here' as action,
  'per_tunknown00' as persona_id,
  'Unknown' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwnuuyo000045est' as id,
  '2026-11-19T18:00:00.000Z' as at,
  'U1' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_adopted000' as persona_id,
  'Adopted' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwnx04g0000564y4' as id,
  '2026-11-19T19:00:00.000Z' as at,
  'U3' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_owed000000' as persona_id,
  'Owed' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwox5kao0005f95c' as id,
  '2026-11-20T11:52:00.000Z' as at,
  'U1' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_waits00000' as persona_id,
  'Waits' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwox6ulc0006gqt7' as id,
  '2026-11-20T11:53:00.000Z' as at,
  'U1' as user_id,
  'C1' as channel_id,
  'edit' as action,
  'per_edited0000' as persona_id,
  'Edith Edited' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwox6ulc0007gh2d' as id,
  '2026-11-20T11:53:00.000Z' as at,
  'U2' as user_id,
  'C1' as channel_id,
  'edit' as action,
  'per_conflict00' as persona_id,
  'Conrad' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwox84w00008x6yg' as id,
  '2026-11-20T11:54:00.000Z' as at,
  'U1' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_surplus000' as persona_id,
  'Surplus' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T1' as tenant_id,
  '0mwox9um800098pbq' as id,
  '2026-11-20T11:55:20.000Z' as at,
  'U1' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_losttwice0' as persona_id,
  'Lost Twice' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T4' as tenant_id,
  '0mwlwudxc000l2r89' as id,
  '2026-11-18T09:20:00.000Z' as at,
  'U4' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_gone000000' as persona_id,
  'Their Bot Is Gone' as details;

insert into audit (tenant_id, id, at, user_id, channel_id, action, persona_id, details)
select
  'slack:T4' as tenant_id,
  '0mwowd9s0000183z5' as id,
  '2026-11-20T11:30:00.000Z' as at,
  'U4' as user_id,
  'C1' as channel_id,
  'create' as action,
  'per_gonedue000' as persona_id,
  'Due In A Team That Left' as details;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'discord:100' as tenant_id,
  '2026-11-18' as day,
  'creates' as kind,
  '25uq3a68sqhgb38x' as reservation_id,
  '7001' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'discord:100' as tenant_id,
  '2026-11-20' as day,
  'syncs' as kind,
  '7pe3rgz8b243' as reservation_id,
  '7001' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'discord:100' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'jftzfwkrg5jxtv6m' as reservation_id,
  '7001' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'discord:200' as tenant_id,
  '2026-11-18' as day,
  'syncs' as kind,
  '9rs58apdhk5f' as reservation_id,
  '7002' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'discord:200' as tenant_id,
  '2026-11-18' as day,
  'creates' as kind,
  'ysac8jabz3yxh6ms' as reservation_id,
  '7002' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'discord:300' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'z2xdfghpb4yr6h5p' as reservation_id,
  '7003' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'slack:T1' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'khqwjsutftnc4zrx' as reservation_id,
  'U1' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'slack:T1' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'tafk64pdkprxmuh9' as reservation_id,
  'U1' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'slack:T1' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'xsquj2jsqwxme6qw' as reservation_id,
  'U1' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'slack:T1' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'y8bywf3afanb5g8u' as reservation_id,
  'U1' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'slack:T4' as tenant_id,
  '2026-11-18' as day,
  'creates' as kind,
  'h23cw57fsmsfbr7y' as reservation_id,
  'U4' as user_id,
  1 as amount;

insert into usage (tenant_id, day, kind, reservation_id, user_id, amount)
select
  'slack:T4' as tenant_id,
  '2026-11-20' as day,
  'creates' as kind,
  'y9z638q377up9q38' as reservation_id,
  'U4' as user_id,
  1 as amount;

insert into drafts (tenant_id, form_id, user_id, command, values_json, created_at)
select
  'discord:100' as tenant_id,
  'qxubc4byd7xpd2nw' as form_id,
  '7001' as user_id,
  'persona-create' as command,
  '{"kind":"creator","speed":"slower","description":"","traits":[],"prompt":""}' as values_json,
  '2026-11-20T11:55:50.000Z' as created_at;

insert into drafts (tenant_id, form_id, user_id, command, values_json, created_at)
select
  'slack:T1' as tenant_id,
  'form-refused' as form_id,
  'U2' as user_id,
  'persona-create' as command,
  '{"template":"blank","name":"Forgot The Prompt","description":"","traits":[],"prompt":"","kind":"professional","model":"tavus-glm-4.7","speed":"normal","emotion":"none"}' as values_json,
  '2026-11-20T11:55:50.000Z' as created_at;

insert into deliveries (tenant_id, delivery_id, created_at)
select
  'slack:T1' as tenant_id,
  '6d7nj9phmz57' as delivery_id,
  '2026-11-20T11:55:50.000Z' as created_at;

insert into platform_state (tenant_id, name, value)
select
  'app:discord:900' as tenant_id,
  'commands-hash' as name,
  '0123456789abcdef' as value;

insert into platform_state (tenant_id, name, value)
select
  'app:slack:A1' as tenant_id,
  'manifest-hash' as name,
  'fedcba9876543210' as value;

insert into platform_state (tenant_id, name, value)
select
  'discord:300' as tenant_id,
  'unchecked-key' as name,
  '2026-11-18T08:15:00.000Z 7003 v1.WQvb-JEWwwhz1pZu.XNW63Rt6m9GAG0K9kf8YkQ.rFKFvztLafT5AD3jOMkq5NQXL04' as value;
