import { describeProxy } from './promises.ts'

describeProxy({
  file: 'nginx.conf',
  program: 'nginx',
  wrap: (shipped, folder) => `
daemon off;
master_process off;
pid ${folder}/pid;
error_log stderr crit;
events {}
http {
    access_log off;
    client_body_temp_path ${folder}/body;
    proxy_temp_path ${folder}/proxy;
    fastcgi_temp_path ${folder}/fastcgi;
    uwsgi_temp_path ${folder}/uwsgi;
    scgi_temp_path ${folder}/scgi;
${shipped.replace('listen ', 'listen 127.0.0.1:')}
}
`,
  arguments: (configuration) => ['-c', configuration, '-e', 'stderr'],
})
