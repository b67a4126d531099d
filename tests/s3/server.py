#!/usr/bin/env python3
"""A store that speaks S3, for the tests: with a bucket and one key that may use it, and nobody else may. Prints what it is as one line of JSON, and ends
when its input does. With a first argument it listens on that port."""

import json
import os
import sys

# What is made below comes without a key; from then on every request has to be signed by one that may.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "4"
os.environ.update(AWS_ACCESS_KEY_ID="nobody", AWS_SECRET_ACCESS_KEY="nothing", AWS_EC2_METADATA_DISABLED="true")

from urllib.parse import parse_qsl, quote, urlencode

import boto3
import moto.iam.access_control as access_control
from moto.server import ThreadedMotoServer

# moto compares the signature with the query as its server has decoded it; the query is signed as it is encoded.
as_it_comes = access_control.IAMRequestBase._create_aws_request


def encoded(self):
    path, question, query = self._path.partition("?")
    self._path = path + question + urlencode(parse_qsl(query, keep_blank_values=True), quote_via=quote, safe="-_.~")
    return as_it_comes(self)


access_control.IAMRequestBase._create_aws_request = encoded

server = ThreadedMotoServer(ip_address="127.0.0.1", port=int(sys.argv[1]) if len(sys.argv) > 1 else 0, verbose=False)
server.start()
host, port = server.get_host_and_port()
endpoint = f"http://{host}:{port}"


def client(name):
    return boto3.client(name, endpoint_url=endpoint, region_name="us-east-1")


iam = client("iam")
iam.create_user(UserName="concord")
key = iam.create_access_key(UserName="concord")["AccessKey"]
policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
iam.put_user_policy(UserName="concord", PolicyName="all", PolicyDocument=json.dumps(policy))
client("s3").create_bucket(Bucket="concord")
told = {"endpoint": endpoint, "bucket": "concord", "key": key["AccessKeyId"], "secret": key["SecretAccessKey"]}
print(json.dumps(told), flush=True)
sys.stdin.read()
server.stop()
